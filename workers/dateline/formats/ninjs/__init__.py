"""IPTC ninjs 1 to 3."""
