"""ANPA 1312, IPTC 7901 and plain text."""
