"""The extract stage: a payload becomes the lines of its decoded text, and a page's furniture is set aside."""

from workers.extract.extract import extract

__all__ = ["extract"]
