"""Worker processes forked from a fork server, each processing one item at a time."""
