"""The decode stage: bytes of any accepted form become a story with its payload and what the form says of it."""

from workers.formats.decode import decode

__all__ = ["decode"]
