"""Instruments of delivery: metrics and traces."""
