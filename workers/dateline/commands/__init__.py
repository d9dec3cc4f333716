"""The commands of `dateline`, one a module."""
