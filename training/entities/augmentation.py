"""Augments training texts: copies with other names in place of theirs, and in other case."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from training.entities.corpora import Corpus, Text

Names = dict[str, list[str]]

_REPLACED = 0.7
# Of names that are replaced, this share comes out of a dictionary where the language has one.
_FROM_DICTIONARY = 0.4
# Of persons with a first and a last name, this share gets the last name of another.
_CROSSED = 0.3
_COPIES = 2
_CAPITALS = 0.03


def augment(
    corpus: Corpus, pool: Sequence[Corpus], random: Random, dictionary: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Text]:
    """Yield copies with names of the same language and type out of `pool` and a dictionary, and some in capitals or with every word capitalised."""
    names = _names(corpus.language, pool)
    for text in corpus.texts:
        if text.names:
            for _ in range(_COPIES):
                yield _with_other_names(text, lambda kind: _other(kind, names, dictionary or {}, random), random)
        for change in (str.upper, _headline, str.lower):
            if random.random() < _CAPITALS:
                yield from _changed(text, change)


def _names(language: str, pool: Sequence[Corpus]) -> Names:
    names: Names = defaultdict(list)
    for corpus in pool:
        if corpus.language == language:
            for text in corpus.texts:
                for start, end, kind in text.names:
                    names[kind].append(text.text[start:end])
    return names


def _other(kind: str, names: Names, dictionary: Mapping[str, Sequence[str]], random: Random) -> str:
    if kind in dictionary and random.random() < _FROM_DICTIONARY:
        return random.choice(dictionary[kind])
    name = random.choice(names[kind])
    if kind == "PER" and random.random() < _CROSSED:
        first, _, last = name.partition(" ")
        other = random.choice(names[kind]).partition(" ")[2]
        if last and other and " " not in last + other:
            return f"{first} {other}"
    return name


def _with_other_names(text: Text, other: Callable[[str], str], random: Random) -> Text:
    parts, found, end, length = [], [], 0, 0
    for start, stop, kind in sorted(text.names):
        name = other(kind) if random.random() < _REPLACED else text.text[start:stop]
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
