"""Pictures, videos and sounds of a feed's entry: Media RSS (https://www.rssboard.org/media-rss), enclosures, iTunes."""

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.domain.limits import MAX_TITLE_CHARS
from dateline.domain.metadata import Fact, Field, Media
from dateline.formats.feeds.element import Element
from dateline.formats.metadata.media_kind import kind_of


@dataclass(frozen=True, slots=True)
class _Around:
    """The caption and credit of what stands in an element: those of the nearest element that gives one."""

    caption: str | None = None
    credit: str | None = None

    def within(self, element: Element) -> "_Around":
        """Of what stands in an element inside."""
        captions = (text.text for text in element.all("media:description") if 0 < len(text.text) <= MAX_TITLE_CHARS)
        names = ", ".join(dict.fromkeys(credit.text for credit in element.all("media:credit") if credit.text))
        return _Around(next(captions, self.caption), names if 0 < len(names) <= MAX_TITLE_CHARS else self.credit)


_Found = tuple[Element, str | None, str, _Around]
"""An element, its kind, and its address."""


def media_of(entry: Element) -> Iterator[Fact]:
    """Yield each once, by its address: those that may have a caption first."""
    seen: set[str] = set()
    for element, kind, address, around in _all(entry):
        if kind and address and address not in seen:
            seen.add(address)
            yield Fact(Field.MEDIA, Media(kind, around.caption, around.credit, address), element.origin)


def _all(entry: Element) -> Iterator[_Found]:
    around = _Around().within(entry)
    scopes = [(entry, around), *((group, around.within(group)) for group in entry.all("media:group"))]
    contents = [(content, scope.within(content)) for holder, scope in scopes for content in holder.all("media:content")]
    for content, scope in contents:
        address = content.address(content.attributes.get("url"))
        yield content, kind_of(_type(content), address), address, scope
    for holder, scope in (*contents, *scopes):
        for thumbnail in holder.all("media:thumbnail"):
            yield thumbnail, "photo", thumbnail.address(thumbnail.target), scope
    for element in (*entry.all("enclosure"), *(link for link in entry.all("link") if link.relation == "enclosure")):
        address = element.address(element.target)
        yield element, kind_of(_type(element), address), address, _Around()
    for image in (*entry.all("itunes:image"), *entry.all("image")):
        inner = image.first("url") or image
        yield image, "photo", image.address(inner.target), _Around()


def _type(element: Element) -> str:
    return element.attributes.get("medium") or element.attributes.get("type") or ""
