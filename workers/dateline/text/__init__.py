"""Text primitives that every stage shares: folding, normalising, shapes, scripts, sentence ends."""
