"""From messages to acknowledged outputs: what an item becomes on Kafka, and when its offset is committed."""
