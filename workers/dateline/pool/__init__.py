"""Worker processes behind a fork server, one item at a time each."""
