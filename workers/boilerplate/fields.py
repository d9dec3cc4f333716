"""The story's fields while removals fill them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from workers.boilerplate.agencies import agencies, named_in
from workers.domain.category import Category
from workers.domain.dateline import Dateline
from workers.domain.media import Media
from workers.domain.story import Story

# Elsewhere {agency} stands for whoever speaks: "follow us on …".
_NAMING_AGENCIES = (Category.SYNDICATION_DISCLAIMER, Category.AGENCY_CREDIT)


class Fields:
    """What removals say, gathered for the story."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.dateline: Dateline | None = story.dateline
        self.notes: list[str] = []
        self._related: list[str] = []
        self._agencies: list[str] = []
        self._rights: list[str] = []
        self._authors: list[str] = list(story.authors)
        self._times: list[str] = []
        self._media: list[Media] = list(story.media)
        self._syndicated = self._truncated = False

    def fill(self, category: Category, text: str, found: dict[str, str]) -> None:
        """Takes what a removal of this category says into its field."""
        if (named := found.get("agency")) and category in _NAMING_AGENCIES:
            self._agencies.extend(agencies(named))
        elif category is Category.AGENCY_CREDIT:
            self._agencies.extend(named_in(text))
        fill: dict[Category, Callable[[], None]] = {
            Category.SYNDICATION_DISCLAIMER: self._set_syndicated,
            Category.COPYRIGHT: lambda: self._rights.append(text),
            Category.BYLINE: lambda: self._authors.append(found.get("names", text)),
            Category.TIMESTAMP: lambda: self._times.append(text),
            Category.PAYWALL: self._set_truncated,
        }
        if category in fill:
            fill[category]()
        elif category is Category.RELATED and (headline := found.get("headline")):
            self._related.append(headline)
        elif category is Category.VIDEO and (headline := found.get("headline")):
            self._media.append(Media("video", caption=headline))
        elif category is Category.CAPTION:
            self._media.append(Media("photo", caption=found.get("caption"), credit=found.get("credit")))

    def _set_syndicated(self) -> None:
        self._syndicated = True

    def _set_truncated(self) -> None:
        self._truncated = True

    def filled(self) -> Story:
        """The story with all that was found, nothing twice."""
        wire = (self.dateline.agency,) if self.dateline and self.dateline.agency else ()
        return replace(
            self._story,
            dateline=self.dateline,
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


_T = TypeVar("_T")


def _once(values: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
