"""Sinks: a batch in one Kafka transaction, or acknowledged sends and a commit."""
