"""Further copies of training texts: other names in place of theirs, and headlines' capitals."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random

from workers.training.entities.corpora import Corpus, Text

_REPLACED = 0.7
_CAPITALS = 0.03


def variants(corpus: Corpus, pool: Sequence[Corpus], random: Random) -> Iterator[Text]:
    """Copies with names of the same language and type out of `pool`, and some in capitals or with every word capitalised."""
    names: dict[str, list[str]] = defaultdict(list)
    for other in pool:
        if other.language == corpus.language:
            for text in other.texts:
                for start, end, kind in text.names:
                    names[kind].append(text.text[start:end])
    for text in corpus.texts:
        if text.names:
            yield _with_other_names(text, names, random)
        for change in (str.upper, _headline, str.lower):
            if random.random() < _CAPITALS:
                yield from _changed(text, change)


def _with_other_names(text: Text, names: dict[str, list[str]], random: Random) -> Text:
    parts, found, end, length = [], [], 0, 0
    for start, stop, kind in sorted(text.names):
        name = random.choice(names[kind]) if random.random() < _REPLACED else text.text[start:stop]
        parts += [text.text[end:start], name]
        length += start - end
        found.append((length, length + len(name), kind))
        length += len(name)
        end = stop
    return Text("".join([*parts, text.text[end:]]), tuple(found))


def _headline(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def _changed(text: Text, change: Callable[[str], str]) -> Iterator[Text]:
    changed = change(text.text)
    if len(changed) == len(text.text) and changed != text.text:
        yield Text(changed, text.names)
