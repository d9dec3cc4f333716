"""Kafka messages as the worker reads and writes them: items, records, dead letters."""
