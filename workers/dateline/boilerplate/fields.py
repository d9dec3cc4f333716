"""The story's fields while removals fill them."""

from dataclasses import replace
from typing import TypeVar

from dateline.domain.metadata import Media
from dateline.domain.story import Category, Dateline, Story
from dateline.newswire.agencies import agencies, agency, named_in
from dateline.newswire.people import people
from dateline.newswire.slug import Slug

_FROM_TEXT = ("dateline", "slug", "take", "authors", "agencies", "rights", "times", "related", "media", "notes")
_TEXT = "text"

# Elsewhere {agency} stands for whoever speaks: "follow us on …".
_NAMING_AGENCIES = (Category.SYNDICATION_DISCLAIMER, Category.AGENCY_CREDIT)


class Fields:
    """Collects the story fields that removals fill."""

    def __init__(self, story: Story) -> None:
        self._story = story = _with_agencies_apart(story)
        self.dateline: Dateline | None = story.dateline
        self.notes: list[str] = list(story.notes)
        self._related: list[str] = list(story.related)
        self._agencies: list[str] = list(story.agencies)
        self._rights: list[str] = list(story.rights)
        self._authors: list[str] = list(story.authors)
        self._times: list[str] = list(story.times)
        self._media: list[Media] = list(story.media)
        self._slug, self._take = story.slug, story.take
        self._syndicated, self._truncated = story.syndicated, story.truncated

    def fill(self, category: Category, text: str, found: dict[str, str]) -> None:
        """Take what a removal of this category says into its field."""
        self._agencies.extend(_named(category, text, found))
        match category:
            case Category.SYNDICATION_DISCLAIMER:
                self._syndicated = True
            case Category.PAYWALL:
                self._truncated = True
            case Category.COPYRIGHT:
                self._rights.append(text)
            case Category.BYLINE | Category.AGENCY_CREDIT if names := found.get("reporters"):
                # A credit without a person in it names a desk.
                self._authors.extend(people(names) or ([names] if category is Category.BYLINE else []))
            case Category.EDITORS_NOTE:
                self.notes.append(text)
            case Category.TIMESTAMP:
                self._times.append(text)
            case Category.RELATED if found.get("headline"):
                self._related.append(found["headline"])
            case Category.VIDEO if found.get("headline"):
                self._media.append(Media("video", caption=found["headline"]))
            case Category.CAPTION:
                self._media.append(Media("photo", caption=found.get("caption"), credit=found.get("credit")))

    def slug(self, slug: Slug) -> None:
        """Take a slug line of the text, unless the document gives one apart."""
        self._slug, self._take = self._slug or slug.slug or None, self._take or slug.take

    def filled(self) -> Story:
        """Return the story with all that was found, nothing twice."""
        wire = (self.dateline.agency,) if self.dateline and self.dateline.agency else ()
        filled = replace(
            self._story,
            dateline=self.dateline,
            slug=self._slug,
            take=self._take,
            notes=_once(self.notes),
            related=_once(self._related),
            agencies=_once([*wire, *self._agencies]),
            rights=_once(self._rights),
            authors=_once(self._authors),
            times=_once(self._times),
            media=_once(self._media),
            syndicated=self._syndicated,
            truncated=self._truncated,
        )
        return replace(filled, origins=_origins(self._story, filled))


def _with_agencies_apart(story: Story) -> Story:
    """With known agencies by their one name, also those that a byline gives among its people ("Ian Jones, Press Association")."""
    among = tuple(name for author in story.authors if (name := agency(author)))
    named = tuple(agency(name) or name for name in story.agencies)
    if not among:
        return replace(story, agencies=named)
    origins = dict(story.origins)
    origins["agencies"] = tuple(dict.fromkeys((*origins.get("agencies", ()), *origins.get("authors", ()))))
    authors = tuple(author for author in story.authors if not agency(author))
    if not authors:
        origins.pop("authors", None)
    return replace(story, authors=authors, agencies=(*named, *among), origins=tuple(origins.items()))


def _origins(before: Story, after: Story) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """With the text as an origin of every field that it added to."""
    origins = dict(before.origins)
    for name in _FROM_TEXT:
        if len(_values(after, name)) > len(_values(before, name)):
            origins[name] = (*origins.get(name, ()), _TEXT)
    return tuple(origins.items())


def _values(story: Story, name: str) -> tuple[object, ...]:
    value = getattr(story, name)
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _named(category: Category, text: str, found: dict[str, str]) -> tuple[str, ...]:
    """Return the agencies that a removal of this category names."""
    if category not in _NAMING_AGENCIES:
        return ()
    if named := found.get("agency"):
        return agencies(named)
    return named_in(text) if category is Category.AGENCY_CREDIT else ()


_T = TypeVar("_T")


def _once(values: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
