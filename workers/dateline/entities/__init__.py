"""The tag stage: the people, organisations and places that a story names."""

from dateline.entities.tag import spans, tag

__all__ = ["spans", "tag"]
