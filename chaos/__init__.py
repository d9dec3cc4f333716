"""Faults on a real Kafka under load, and the count of what they lost or doubled."""
