"""Facts into a story's fields: the first fit value of a field that holds one, all different ones of a field that holds many."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from dateline.domain.limits import MAX_FACTS
from dateline.domain.metadata import Fact, Field, InvalidValue, Value
from dateline.domain.story import Story
from dateline.formats.metadata import values
from dateline.formats.metadata.timestamps import TimestampError, read_timestamp
from dateline.formats.metadata.values import InvalidValueError

_READERS: dict[Field, Callable[[Any], Any]] = {
    Field.URL: values.url,
    Field.PUBLISHED: read_timestamp,
    Field.UPDATED: read_timestamp,
    Field.EMBARGO: read_timestamp,
    Field.LANGUAGE: values.language,
    Field.URGENCY: values.urgency,
    Field.SUBJECTS: values.subject,
    Field.MEDIA: values.media,
    Field.LINKS: values.link,
}
_MANY = frozenset((Field.AUTHORS, Field.AGENCIES, Field.RIGHTS, Field.SUBJECTS, Field.MEDIA, Field.LINKS, Field.NOTES))
# People need its beginning to know what it was.
_SHOWN_CHARACTERS = 200


def with_facts(story: Story, facts: Iterable[Fact]) -> Story:
    """Return the story with what the facts say; the first ones count most. What can't be held is in `refused`."""
    settled = _Settled()
    for fact in facts:
        settled.add(fact)
    return replace(
        story,
        **settled.fields(),
        origins=tuple((field.value, origins) for field, origins in settled.origins.items()),
        refused=tuple(settled.refused),
    )


class _Settled:
    """Values while facts are added."""

    def __init__(self) -> None:
        self._values: dict[Field, list[Any]] = {}
        self.origins: dict[Field, tuple[str, ...]] = {}
        self.refused: list[InvalidValue] = []

    def add(self, fact: Fact) -> None:
        """Take the value if the field has room for it."""
        held = self._values.get(fact.field, [])
        if len(held) >= (MAX_FACTS if fact.field in _MANY else 1):
            return
        try:
            value = _READERS.get(fact.field, values.plain)(fact.value)
        except (InvalidValueError, TimestampError) as error:
            shown = _shown(fact.value)[:_SHOWN_CHARACTERS]
            if len(self.refused) < MAX_FACTS:
                self.refused.append(InvalidValue(fact.field.value, shown, fact.origin, error.flaw))
            return
        if value and value not in held:
            self._values[fact.field] = [*held, value]
            before = self.origins.get(fact.field, ())
            self.origins[fact.field] = before if fact.origin in before else (*before, fact.origin)

    def fields(self) -> dict[str, Any]:
        """Return the story's fields by name."""
        return {field.value: tuple(found) if field in _MANY else found[0] for field, found in self._values.items()}


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return values.shown(value)
    return values.shown(getattr(value, "url", None) or getattr(value, "name", None) or "")
