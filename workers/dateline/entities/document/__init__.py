"""Document-level pass over a story's names: coreference, consistent types, clean boundaries."""
