"""HTML pages with their JSON-LD and meta elements."""
