"""The strip stage: what syndication leaves around a story is found, named and taken out."""

from dateline.boilerplate.strip import strip

__all__ = ["strip"]
