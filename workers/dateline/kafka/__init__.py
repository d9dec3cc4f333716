"""Kafka clients, topics, offsets, permissions and time-outs."""
