"""Links mentions to entities: one per person, organisation and place, with its mentions and identifiers."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.domain.entities import CountryMentions, Entity, EntityType, Mention, Span
from dateline.domain.story import Story
from dateline.entities.document.coreference import acronyms, short_forms
from dateline.entities.linking.candidates import disambiguate
from dateline.entities.linking.salience import Salience
from dateline.entities.linking.source_country import source_country
from dateline.entities.linking.toponyms import qualified_candidates, resolve
from dateline.gazetteer import demonyms
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.place import Level, Place
from dateline.text.fold import fold
from dateline.text.languages import base_language


@dataclass(frozen=True, slots=True)
class _Identity:
    """The key that mentions of one entity share, and what they are linked to."""

    key: str
    place: Place | None = None
    wikidata: str | None = None


@dataclass(slots=True)
class _Group:
    type: EntityType
    identity: _Identity
    mentions: list[Mention] = field(default_factory=list)

    def entity(self, salience: Salience) -> Entity:
        place = self.identity.place
        return Entity(
            type=self.type,
            canonical=self._canonical(),
            mentions=tuple(self.mentions),
            country=place.country if place else None,
            wikidata=self.identity.wikidata,
            geonames=place.geonames if place else None,
            salience=salience.of(self.mentions),
        )

    def _canonical(self) -> str:
        """Return the longest form; a place keeps the name it is first given, since inflected forms are longer."""
        if self.type is EntityType.PLACE:
            return self.mentions[0].text
        return max((mention.text for mention in self.mentions), key=len)


class _Linker:
    """Finds for each mention what it shares with the other mentions of its entity."""

    def __init__(self, story: Story, spans: Sequence[Span], country_prior: Mapping[str, int]) -> None:
        text, self._language = story.text, base_language(story.language)
        self._bearers = short_forms(text, spans, self._language)
        self._long_forms = acronyms(text, spans, self._language)
        self._places = resolve(text, spans, self._language, country_prior)
        self._known: dict[tuple[str, EntityType], _Identity] = {}

    def place(self, name: str) -> Place | None:
        """Return what a place name stands for."""
        return self._places.get(self._long_forms.get(name, name))

    def identity(self, name: str, kind: EntityType, focus: Container[str]) -> _Identity:
        """Return what a mention stands for in a story that speaks most of these countries."""
        if (name, kind) not in self._known:
            self._known[name, kind] = self._identity(name, kind, focus)
        return self._known[name, kind]

    def _identity(self, name: str, kind: EntityType, focus: Container[str]) -> _Identity:
        if kind is EntityType.PERSON:
            return _Identity(fold(self._bearers.get(name, name)))
        full = self._long_forms.get(name, name)
        if kind is EntityType.ORGANISATION:
            return self._organisation(full, focus)
        place = self.place(name)
        if place is None or not (place.geonames or place.wikidata):
            return _Identity(fold(full), place)
        return _Identity(f"place {place.geonames or place.wikidata}", place, place.wikidata)

    def _organisation(self, name: str, focus: Container[str]) -> _Identity:
        entry = next(iter(gazetteer.lookup(name, self._language)), None)
        organisation = entry.organisation if entry else None
        if organisation is None:
            return _Identity(fold(name))
        is_meant = organisation.country is None or organisation.country in focus
        return _Identity(f"organisation {organisation.name}", wikidata=organisation.wikidata if is_meant else None)


def link(story: Story, spans: Sequence[Span]) -> Story:
    """Return the story with the entities of its spans and the countries that it mentions."""
    text = story.text
    named = [span for span in spans if span.type is EntityType.PLACE]
    people = demonyms.counts(text, named)
    story = _with_origin(story, people)
    linker = _Linker(story, spans, _country_prior(story, people))
    mentioned = [linker.place(text[span.start : span.end]) for span in named]
    countries = _country_mentions([place for place in mentioned if place], people)
    focus = {country.code for country in countries if country.focus}
    groups: dict[tuple[EntityType, str], _Group] = {}
    for span in spans:
        name = text[span.start : span.end]
        identity = linker.identity(name, span.type, focus)
        group = groups.setdefault((span.type, identity.key), _Group(span.type, identity))
        group.mentions.append(Mention(name, span.start, span.end))
    salience = Salience(story.title, len(text), max((len(group.mentions) for group in groups.values()), default=1))
    return replace(story, countries=countries, entities=tuple(group.entity(salience) for group in groups.values()))


def _with_origin(story: Story, people: Mapping[str, int]) -> Story:
    """Return the story with the country of its source, and with the country and identifier of its dateline's place."""
    story = replace(story, source_country=source_country(story.url, story.declared_language))
    if story.dateline is None or story.dateline.place is None:
        return story
    place = disambiguate(
        qualified_candidates(story.dateline.place, base_language(story.language)), _country_prior(story, people)
    )
    if place is None:
        return story
    return replace(story, dateline=replace(story.dateline, country=place.country, geonames=place.geonames))


def _country_prior(story: Story, people: Mapping[str, int]) -> Counter[str]:
    """Return how often a story speaks of a country otherwise than by a place name in its text."""
    spoken = demonyms.counts(story.title or "")
    spoken.update(people)
    for code in (story.source_country, story.dateline and story.dateline.country):
        if code:
            spoken[code] += 1
    return spoken


def _country_mentions(mentioned: Iterable[Place], demonyms: Mapping[str, int]) -> tuple[CountryMentions, ...]:
    """Return the countries of all mentioned places and of the words for their people and things, the most mentioned first."""
    named: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for place in mentioned:
        if place.country is not None:
            (named if place.level is Level.COUNTRY else inside)[place.country] += 1
    counts = named + inside + Counter(demonyms)
    most = max(counts.values(), default=0)
    return tuple(
        CountryMentions(code, named[code], inside[code], demonyms.get(code, 0), count == most)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
