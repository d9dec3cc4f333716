"""The decode stage: a message in, the stories of its document out."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from dateline.domain.limits import MAX_ENTRIES, MAX_ITEM_BYTES
from dateline.domain.metadata import Fact, Field
from dateline.domain.rejection import POSITIONS, Reason, Rejected, StageName
from dateline.domain.story import Story
from dateline.formats.decode.charset import CharsetError, decode_bytes, parse_content_type
from dateline.formats.decode.decompress import decompress
from dateline.formats.decode.envelope import MEDIA_TYPES, is_envelope, read_envelope
from dateline.formats.decode.format import Document, Entry, Format, FormatError
from dateline.formats.decode.repair import repaired
from dateline.formats.decode.safe_parse import parse_json
from dateline.formats.decode.sniff import by_keys, detect_format
from dateline.formats.metadata.facts import with_facts
from dateline.newswire.slug import take_of_headline

# What an envelope says of a document of several stories that is true of each of them.
_COMMON = frozenset((Field.LANGUAGE, Field.FETCHED_AT))


def decode(story: Story) -> tuple[Story | Rejected, ...] | Rejected:
    """Return the stories of a message, in order, each with source, id, form and facts; one that can't be read is a rejection in its place."""
    try:
        document = _document(story)
        format_ = detect_format(document)
        entries = _read(format_, document.text)
    except FormatError as error:
        return Rejected(StageName.DECODE, error.reason, error.detail)
    if len(entries) == 1:
        return (_single(story, document, format_, entries[0]),)
    wanted = _wanted(story, len(entries))
    several = _Several(story, document, format_)
    return tuple(result for result in several.results(entries) if result.position in wanted)


def _document(story: Story) -> Document:
    """Return the message's text, out of its envelope if it has one. Raises FormatError."""
    text, media_type = _text(story)
    if _is_json(media_type, text.lstrip()[:1] == "{"):
        value = parse_json(text)
        known = by_keys(value)
        if media_type in MEDIA_TYPES or is_envelope(value) or known is None:
            return _without_nul(read_envelope(value))
        media_type = known.content_type
    source = _header(story, "source") or story.default_source
    return Document(text, media_type, source)


def _text(story: Story) -> tuple[str, str]:
    """Return the message as text, and the media type that its header gives. Raises FormatError."""
    if story.raw is None:
        raise FormatError(Reason.TOMBSTONE, "a message without a value")
    if len(story.raw) > MAX_ITEM_BYTES:
        raise FormatError(Reason.TOO_LARGE, f"{len(story.raw)} bytes, more than {MAX_ITEM_BYTES}")
    raw = decompress(story.raw)
    media_type, charset = parse_content_type(_header(story, "content-type"))
    is_json = _is_json(media_type, raw.lstrip()[:1] == b"{")
    try:
        text = decode_bytes(raw, charset or ("utf-8" if is_json else None))  # JSON is in UTF-8 (RFC 8259, section 8.1)
    except CharsetError as error:
        raise FormatError(Reason.INVALID_JSON if is_json else Reason.WRONG_CHARSET, str(error)) from None
    if "\x00" in text:
        raise FormatError(Reason.NUL_BYTES, f"a NUL character at {text.index(chr(0))}")
    return text, media_type


def _is_json(media_type: str, opens_object: bool) -> bool:
    """Return whether a message is JSON: its type says so, or it has none and begins as an object does."""
    return media_type in MEDIA_TYPES or media_type == "application/json" or (not media_type and opens_object)


def _without_nul(document: Document) -> Document:
    if "\x00" in document.text:
        raise FormatError(Reason.NUL_BYTES, f"a NUL character at {document.text.index(chr(0))} of the payload")
    return document


def _header(story: Story, name: str) -> str:
    return next((value.decode("latin-1") for key, value in story.headers if key.lower() == name), "")


def _read(format_: Format, text: str) -> list[Entry | FormatError]:
    entries = list(islice(format_.read(text), MAX_ENTRIES + 1))
    if len(entries) > MAX_ENTRIES:
        raise FormatError(Reason.MANY_ENTRIES, f"more than {MAX_ENTRIES} stories")
    if not entries:
        raise FormatError(Reason.EMPTY_TEXT, "a document without a story")
    return entries


def _wanted(story: Story, entries: int) -> set[int]:
    """Return positions that a replayed item's header names, the others being published already; without any, all."""
    named = {int(part) for part in _header(story, POSITIONS).split(",") if part.isascii() and part.isdecimal()}
    return named & set(range(entries)) or set(range(entries))


def _single(story: Story, document: Document, format_: Format, entry: Entry | FormatError) -> Story | Rejected:
    """Return the only story of a document; what the envelope says of it counts most."""
    if isinstance(entry, FormatError):
        return Rejected(StageName.DECODE, entry.reason, entry.detail)
    made = _story(story, document, format_, entry, [*document.facts, *entry.facts])
    return made if made.id else replace(made, id=_digest(made.source, _key(made)))


class _Several:
    """The stories of a document that holds several, each with an id of its own."""

    def __init__(self, story: Story, document: Document, format_: Format) -> None:
        self._story, self._document, self._format = story, replace(document, id=""), format_
        self._common = [fact for fact in document.facts if fact.field in _COMMON]
        self._keys: set[str] = set()
        self._prefix = document.id

    def results(self, entries: Iterable[Entry | FormatError]) -> Iterator[Story | Rejected]:
        """Yield one for each entry, in order."""
        for position, entry in enumerate(entries):
            if isinstance(entry, FormatError):
                yield Rejected(StageName.DECODE, entry.reason, entry.detail, position=position)
            else:
                made = _story(self._story, self._document, self._format, entry, [*entry.facts, *self._common])
                yield replace(made, id=self._id(made), position=position)

    def _id(self, story: Story) -> str:
        """By guid or URL, or by the content if the document gives several stories the same."""
        key = _key(story)
        if key in self._keys:
            key = f"{key}\n{story.markup}"
        self._keys.add(key)
        return _digest(story.source, f"{self._prefix}\n{key}" if self._prefix else key)


def _story(story: Story, document: Document, format_: Format, entry: Entry, facts: list[Fact]) -> Story:
    sound, repairs = repaired(replace(entry, facts=tuple(facts)))
    made = replace(
        story,
        source=document.source,
        id=document.id,
        content_type=format_.content_type,
        markup=sound.markup,
        form=sound.form,
        promised_chars=entry.promised_chars,
        repairs=repairs,
    )
    return _with_take(with_facts(made, sound.facts))


def _with_take(story: Story) -> Story:
    """With the take that its title opens with ("UPDATE 2-…"), unless it is given apart."""
    take = take_of_headline(story.title) if story.title and not story.take else None
    return replace(story, take=take, origins=(*story.origins, ("take", ("title",)))) if take else story


def _key(story: Story) -> str:
    return story.guid or story.url or story.markup


def _digest(source: str, key: str) -> str:
    return hashlib.sha256(f"{source}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
