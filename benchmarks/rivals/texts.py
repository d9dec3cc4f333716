"""What the rivals learn from: each set as often as the network sees it, in one fixed order."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from training.entities.corpora import Corpus, Text

_SEED = 1
KINDS = ("PER", "ORG", "LOC")


def drawn(train: Sequence[Corpus]) -> list[tuple[Text, str]]:
    """Texts with their languages, shuffled; of a set that counts 0.5 every other one, of one that counts 2 each twice."""
    random, texts = Random(_SEED), []
    for corpus in train:
        for text in corpus.texts:
            times = int(corpus.weight) + (random.random() < corpus.weight % 1)
            texts += [(text, corpus.language)] * times
    random.shuffle(texts)
    return texts


def names(text: Text) -> Iterator[tuple[int, int, str]]:
    """Return the names of the three types."""
    return (name for name in text.names if name[2] in KINDS)


def kept(folder: Path, source: str, train: Sequence[Corpus], make: Callable[[Path], Any]) -> Path:
    """Return the path of what `make` writes there, where it is not there from before; named by the source file and the sets."""
    made_from = Path(source).read_bytes() + repr([(each.name, len(each.texts)) for each in train]).encode()
    path = folder / f"{Path(source).stem}-{sha256(made_from).hexdigest()[:16]}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        begun = path.with_suffix(".part")
        make(begun)
        begun.rename(path)
    return path
