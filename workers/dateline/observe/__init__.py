"""Observability: metrics, logs and health."""
