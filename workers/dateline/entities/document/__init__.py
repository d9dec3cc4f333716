"""What a whole story tells about its names: coreference, consistent types, clean boundaries."""
