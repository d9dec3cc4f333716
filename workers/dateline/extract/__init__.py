"""The extract stage: a payload becomes the lines of its decoded text, and a page's furniture is set aside."""

from dateline.extract.extract import extract

__all__ = ["extract"]
