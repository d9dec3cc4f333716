"""The language stage: what a story is written in, told from its clean text."""

from dateline.language.identify import identify

__all__ = ["identify"]
