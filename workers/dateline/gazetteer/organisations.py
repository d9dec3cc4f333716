"""A well-known organisation."""

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.gazetteer import lexicon


@dataclass(frozen=True, slots=True)
class Organisation:
    """`country` is the one that a story must speak of most for the identifier to hold, if other organisations have the name, too."""

    name: str
    wikidata: str | None = None
    country: str | None = None


def listed() -> Iterator[tuple[Organisation, list[str]]]:
    """(organisation, its names) of organisations.txt."""
    ids = {
        name: (wikidata, next(iter(country), None))
        for _, wikidata, (name, *country) in lexicon.rows("organisation-ids.txt")
    }
    for _, name, forms in lexicon.rows("organisations.txt"):
        yield Organisation(name, *ids.get(name, ())), [name, *forms]
