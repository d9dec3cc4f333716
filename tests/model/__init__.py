"""Floors on what the trained models answer, over small committed sets: a retraining edits no test."""
