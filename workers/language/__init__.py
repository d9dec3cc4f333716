"""The language stage: what a story is written in, told from its clean text."""

from workers.language.identify import identify

__all__ = ["identify"]
