"""Salience: how much a story is about each of its entities."""

from collections.abc import Iterable, Sequence

from dateline.domain.entities import Mention
from dateline.text.word_shape import is_letter, shape

# What being named often, early, and in the headline is worth.
_OFTEN, _EARLY, _HEADLINE = 0.4, 0.3, 0.3


class Salience:
    """Weighs the entities of one story.

    A sum of three parts: 0.4 × its mentions ÷ those of the most named entity; 0.3 × (1 − start of the first mention ÷ length of
    the text); 0.3 if the headline names it. Without a headline the first two stand for all.
    """

    def __init__(self, headline: str | None, length: int, most: int) -> None:
        self._headline = (headline or "").lower()
        self._length = length
        self._most = most

    def of(self, mentions: Sequence[Mention]) -> float:
        """From 0 to 1, to three decimals."""
        weight = _OFTEN * len(mentions) / self._most + _EARLY * (1 - mentions[0].start / self._length)
        if not self._headline:
            return round(weight / (_OFTEN + _EARLY), 3)
        return round(weight + _HEADLINE * self._is_in_headline({mention.text for mention in mentions}), 3)

    def _is_in_headline(self, names: Iterable[str]) -> bool:
        return any(self._has(name.lower()) for name in names)

    def _has(self, name: str) -> bool:
        """Return whether the headline contains a name as words of its own; in scripts without spaces, anywhere."""
        start = self._headline.find(name)
        while start >= 0:
            end = start + len(name)
            around = shape(self._headline[max(0, start - 1) : start] + self._headline[end : end + 1])
            if name[0] > "\u2e80" or not any(map(is_letter, around)):
                return True
            start = self._headline.find(name, start + 1)
        return False
