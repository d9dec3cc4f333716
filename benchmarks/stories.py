"""Whole stories out of annotated sets whose texts stand in the order of their articles, cut where nothing is spoken of any more."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from training.entities.corpora import Corpus, Text

# Sets in which texts share far more names with the next three than with three elsewhere (six times at least).
IN_ORDER = frozenset(
    "ar.aqmar de.smartdata en.gmb en.gum-wiki en.gum-wikinews en.re3d en.uner-ewt en.wikigold es.cess-esp et.estner fi.turku"
    " hr.uner-set hu.nerkor-news nb.uner-ndt nn.uner-ndt pt.uner-bosque ru.factrueval sk.uner-snk sr.uner-set th.thainer".split()
)
_WORD = re.compile(r"[^\W\d_]{5,}")
# Words are compared by their beginnings, since cases change their ends.
_STEM = 6
_BEFORE, _AFTER = 6, 3
_SHORTEST, _LONGEST = 5, 30
_RARE = 0.01


def stories(corpus: Corpus) -> Iterator[Text]:
    """Yield the texts of a set, a line each, joined to stories; what is marked does not decide where one ends."""
    words = [frozenset(word[:_STEM].lower() for word in _WORD.findall(each.text)) for each in corpus.texts]
    times = Counter(word for each in words for word in each)
    rare = [frozenset(word for word in each if times[word] <= max(2, _RARE * len(words))) for each in words]
    begin = 0
    for place in range(1, len(rare) + 1):
        if place == len(rare) or _is_new(rare, begin, place):
            yield _joined(corpus.texts[begin:place])
            begin = place


def _is_new(words: Sequence[frozenset[str]], begin: int, place: int) -> bool:
    if not _SHORTEST <= place - begin < _LONGEST:
        return place - begin >= _LONGEST
    before = frozenset().union(*words[max(begin, place - _BEFORE) : place])
    after = frozenset().union(*words[place : place + _AFTER])
    return before.isdisjoint(after)


def _joined(texts: Sequence[Text]) -> Text:
    names, offset = [], 0
    for text in texts:
        names += [(start + offset, end + offset, kind) for start, end, kind in text.names]
        offset += len(text.text) + 1
    return Text("\n".join(text.text for text in texts), tuple(names))
