"""From spans to entities: one for each person, organisation and place, with all its mentions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workers.domain.entity import Entity, EntityType, Mention, Span
from workers.entities.coreference import acronyms, entry_key, short_forms


@dataclass(slots=True)
class _Group:
    type: EntityType
    country: str | None
    mentions: list[Mention] = field(default_factory=list)

    def entity(self) -> Entity:
        return Entity(self.type, self._canonical(), tuple(self.mentions), self.country)

    def _canonical(self) -> str:
        """The longest form; a country keeps the name it is first given, since inflected forms are longer."""
        if self.type is EntityType.PLACE:
            return self.mentions[0].text
        return max((mention.text for mention in self.mentions), key=len)


class _Linker:
    """Finds for each mention what it shares with the other mentions of its entity."""

    def __init__(self, text: str, spans: Sequence[Span], language: str | None) -> None:
        self._language = language
        self._bearers = short_forms(text, spans, language)
        self._long_forms = acronyms(text, spans)
        self._known: dict[tuple[str, EntityType], tuple[str, str | None]] = {}

    def key(self, name: str, kind: EntityType) -> tuple[str, str | None]:
        """(shared key, country code) of a mention."""
        if (name, kind) not in self._known:
            full = self._bearers.get(name, name) if kind is EntityType.PERSON else self._long_forms.get(name, name)
            self._known[name, kind] = entry_key(full, kind, self._language)
        return self._known[name, kind]


def entities(text: str, spans: Sequence[Span], language: str | None) -> tuple[Entity, ...]:
    """The entities that the spans of a text name, in the order of their first mentions."""
    linker = _Linker(text, spans, language)
    groups: dict[tuple[EntityType, str], _Group] = {}
    for span in spans:
        name = text[span.start : span.end]
        key, country = linker.key(name, span.type)
        group = groups.setdefault((span.type, key), _Group(span.type, country))
        group.mentions.append(Mention(name, span.start, span.end))
    return tuple(group.entity() for group in groups.values())
