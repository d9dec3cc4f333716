"""What a story is about, as its source classifies it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject by name, or by code in a scheme ("medtop:20000350" in IPTC's media topics), or both."""

    name: str | None
    code: str | None = None
    scheme: str | None = None
