"""Taggers that Dateline does not ship, each from a local folder and by an extra of its own."""
