"""The tag stage: the people, organisations and places that a story names."""

from workers.entities.tag import spans, tag

__all__ = ["spans", "tag"]
