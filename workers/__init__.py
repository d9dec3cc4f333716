"""Dateline: raw syndicated news in, clean and tagged records out."""

from importlib.metadata import version

__version__ = version("dateline")
