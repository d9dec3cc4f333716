"""Maps the labels of other taggers to entity types."""

from collections.abc import Iterable
from functools import cache

from dateline.domain.entities import EntityType
from dateline.entities.backends.routes import LoadError
from dateline.gazetteer import lexicon


@cache
def _types() -> dict[str, EntityType]:
    return {
        label.casefold(): EntityType(section)
        for section, labels in lexicon.sections("labels.txt").items()
        for label in labels
    }


def type_of(label: str) -> EntityType | None:
    """Return the type that a label stands for; None if it is none of the three."""
    folded = label.casefold()
    return _types().get(folded) or _types().get(folded.partition("-")[0])


def types_of(labels: Iterable[str]) -> dict[str, EntityType]:
    """Return the types of those labels that have one. Raises LoadError if none has."""
    named = sorted(set(labels))
    found = {label: kind for label in named if (kind := type_of(label))}
    if not found:
        raise LoadError(
            f"none of its labels is a person, an organisation or a place: {', '.join(named) or 'it has none'}"
        )
    return found
