"""Trained artefacts with their cards; data only."""
