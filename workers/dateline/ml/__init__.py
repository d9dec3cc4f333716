"""Inference for the trained artefacts: boosted trees, quantised layers, safe loading."""
