"""Learns, as items pass, the lines that a source repeats from story to story."""

import re
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from dateline.domain.story import Category, Removed, Story
from dateline.text.fold import fold

# Distinct stories that a line must have stood in. On 4,920 real items in ten languages three gave a precision of .906
# and two only .421; whole sentences are reused as background, so they need more.
_STORIES = 3
_STORIES_OF_A_SENTENCE = 5
_SCORE = 0.906
_SENTENCE_CHARS = 90
# An item that shares so much of its uncommon text with an earlier story is that story sent again, and proves nothing.
_SAME_STORY = 0.35
# Bounds of the memory, a source: lines known, and stories that a line remembers.
_MOST_LINES = 20_000
_MOST_STORIES = 8
_MOST_SOURCES = 5_000

_URL = re.compile(r"https?://\S+|www\.\S+")
_DIGITS = re.compile(r"\d+")
_PUNCTUATION = re.compile(r"[^\w\s]+")


class Learner:
    """A stage with a memory: takes out lines that earlier stories of the same source had too."""

    def __init__(self) -> None:
        self._sources: OrderedDict[str, _Source] = OrderedDict()

    def __call__(self, story: Story) -> Story:
        """Return the story without what its source repeats; the source remembers its lines."""
        source = self._source(story.source)
        keys = [_key(text) for _, text in story.kept]
        lines = {line.number: line.text for line in story.lines}
        # What is left around a piece that was taken from the middle of a line stays: it is no line of its own.
        repeated = [
            source.stories(key) >= _needed(text) and text in lines[number]
            for key, (number, text) in zip(keys, story.kept, strict=True)
        ]
        source.learn(story.id, {key: len(text) for key, (_, text) in zip(keys, story.kept, strict=True)})
        return story if all(repeated) else _without(story, repeated)

    def _source(self, name: str) -> "_Source":
        source = self._sources.setdefault(name, _Source())
        self._sources.move_to_end(name)
        if len(self._sources) > _MOST_SOURCES:
            self._sources.popitem(last=False)
        return source


@dataclass(slots=True)
class _Source:
    """The lines of one source, least recently seen first, each with the stories it stood in."""

    lines: OrderedDict[bytes, list[str]] = field(default_factory=OrderedDict)

    def stories(self, key: bytes) -> int:
        return len(self.lines.get(key, ()))

    def learn(self, story: str, sizes: Mapping[bytes, int]) -> None:
        """Remember the lines (by key, with their code points) as the story's, or as those of the one it sends again."""
        story = self._known_as(story, sizes)
        for key in sizes:
            stories = self.lines.setdefault(key, [])
            if story not in stories and len(stories) < _MOST_STORIES:
                stories.append(story)
            self.lines.move_to_end(key)
        while len(self.lines) > _MOST_LINES:
            self.lines.popitem(last=False)

    def _known_as(self, story: str, sizes: Mapping[bytes, int]) -> str:
        uncommon = {key: size for key, size in sizes.items() if self.stories(key) < _STORIES}
        shared: Counter[str] = Counter()
        for key, size in uncommon.items():
            shared.update(dict.fromkeys(self.lines.get(key, ()), size))
        for earlier, size in shared.most_common(1):
            if size >= _SAME_STORY * sum(uncommon.values()):
                return earlier
        return story


def _key(text: str) -> bytes:
    """Return a digest of the line without case, punctuation, numbers and addresses."""
    plain = _PUNCTUATION.sub(" ", _DIGITS.sub("0", _URL.sub(" ", fold(text))))
    return blake2b(" ".join(plain.split()).encode("utf-8", "replace"), digest_size=8).digest()


def _needed(text: str) -> int:
    return _STORIES_OF_A_SENTENCE if len(text) > _SENTENCE_CHARS else _STORIES


def _without(story: Story, repeated: Sequence[bool]) -> Story:
    kept = tuple(line for line, gone in zip(story.kept, repeated, strict=True) if not gone)
    removed = (*story.removed, *_pieces(story, repeated))
    return replace(story, kept=kept, removed=tuple(sorted(removed, key=lambda piece: (piece.line, piece.start))))


def _pieces(story: Story, repeated: Sequence[bool]) -> Iterator[Removed]:
    lines = {line.number: line.text for line in story.lines}
    for (number, text), gone in zip(story.kept, repeated, strict=True):
        if gone:
            yield Removed(Category.REPEATED, text, number, lines[number].index(text), "learned", _SCORE)
