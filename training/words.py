"""Counts the tagger's lists of names and common words over annotated corpora: `python -m training.words FOLDER`."""

import argparse
import gzip
import json
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, cast

# The sets of clear licence; of the two Chinese ones, which are one text in two scripts, only one. Any other file is left alone.
_SETS = frozenset(
    """
    btc crossner estner europeana factrueval germeval14 gum-wiki gum-wikinews hiner idner2k klue nergrit nerkor-news re3d
    ronec smartdata stockmark thainer turku twnertc-silver uner-bosque uner-ddt uner-ewt uner-gsdsimp uner-ndt uner-set
    uner-snk uner-talbanken webbnyheter wikigold wikiner-silver wnut17
    """.split()
)
# The languages whose capitals tell a name from a word.
_CASED = "da de en et fi fr hr hu id nb nl nn pt ro ru sk sr sv tr".split()
_MOST_WORDS = {"de": 5000, "en": 2500, "id": 1500, "ru": 1500, "tr": 1200}
_MOST_WORDS_ELSEWHERE = 900
# Titles and articles the corpora have inside a person's name.
_NO_NAMES = frozenset(
    """
    Mr Mrs Ms Dr Sir Lord Lady King Queen Prince President Professor Prof Minister General San Saint St Santo The Yang
    Presiden Bapak Pak Bu Ibu Raja Sultan Sri Kiai Kyai Kardinal Jenderal Gubernur Paus Nabi Polisi Tn Ny Dokter Guru Ustaz
    Ustadz Haji Hj Habib Gus Putri Pangeran Ratu Nyi Ki Syekh Herr Frau Papst König Kaiser Graf Fürst Der Die Das Von Van
    Dom Don Dona Doña El La Los Las Le De Da Di Al Kral Paşa Bay Jumala Kuningas Presidentti Pyhä Sv Svätý Pani Pán Regele
    Domnul Doamna Kralj Predsednik Predsjednik Святой Король Император Президент Князь Граф Царь
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_WIDTH = 150
_SOURCES = """\
# Counted over annotated corpora of clear licence (UNER, IDNER-2K, NERGrit, SmartData, GermEval 2014,
# Europeana newspapers, WikiGold, GUM, BTC, WNUT 17, CrossNER, RE3D, EstNER, Turku NER, HiNER, NerKor, KLUE, Stockmark,
# RONEC, FactRuEval, WikiNER, ThaiNER, TWNERTC, Webbnyheter): a list of frequent single words, no text of theirs.
# Rebuild with: python -m training.words FOLDER
"""
_COMMON_HEADER = """\
# Words that are no names although they may be capitalised: first words of sentences, German nouns, days and months.
# [language] opens a section; words stand in lower case, most frequent first, separated by blanks.
# Those written by hand are in more-common-words.txt.
"""
_GIVEN_HEADER = """\
# First names of people, separated by blanks, as they are written in a sentence.
# Those written by hand are in more-given-names.txt.
"""
_SURNAMES_HEADER = """\
# Family names, separated by blanks; a name in given-names.txt is not repeated here.
"""


class Span(TypedDict):
    """A name marked in a document."""

    start: int
    end: int
    label: str


class Document(TypedDict):
    """The fields of a corpus document that are read here."""

    text: str
    entities: list[Span]


@dataclass
class Tally:
    """Counts of a language's words, folded: in lower case and capitalised outside names, and inside names."""

    lower: Counter[str] = field(default_factory=Counter)
    capitalised: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)


@dataclass
class Counts:
    """Counts of words by language, and of words of names by type and by position in a person's name."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    labels: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    first: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)


def _documents(folder: Path) -> Iterator[tuple[str, Document]]:
    """(language, document) pairs of the training halves of the clear sets, in the order of their file names."""
    for file in sorted(folder.glob("*.train.jsonl.gz")):
        language, name = file.name.split(".")[:2]
        if name in _SETS:
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                yield from ((language, cast("Document", json.loads(line))) for line in lines)


def _count_words(tally: Tally, text: str, spans: Iterable[Span]) -> None:
    inside = {position for span in spans for position in range(span["start"], span["end"])}
    for match in _WORD.finditer(text):
        word = match.group()
        outside = tally.capitalised if word[0].isupper() else tally.lower
        counter = tally.named if match.start() in inside else outside
        counter[word.casefold()] += 1


def _count_name(counts: Counts, name: str, label: str) -> None:
    words = _WORD.findall(name)
    for word in words:
        counts.labels[word][label] += 1
    if label == "PER" and len(words) > 1:
        counts.first[words[0]] += 1
        counts.last[words[-1]] += 1


def count(documents: Iterable[tuple[str, Document]]) -> Counts:
    """Count the words of (language, document) pairs; what is marked MISC is no name."""
    counts = Counts()
    for language, document in documents:
        text = document["text"]
        spans = [span for span in document["entities"] if span["label"] != "MISC"]
        _count_words(counts.tallies[language], text, spans)
        for span in spans:
            _count_name(counts, text[span["start"] : span["end"]], span["label"])
    return counts


def common_words(language: str, tally: Tally) -> list[str]:
    """Return the most frequent words that are sometimes capitalised and seldom in a name; German ones by their capitals alone."""
    found: Counter[str] = Counter()
    for word, capitalised in tally.capitalised.items():
        plain, named = capitalised + tally.lower[word], tally.named[word]
        is_plain_word = len(word) < 25 and "'" not in word and "’" not in word
        if plain >= 3 and named / (plain + named) < 0.15 and is_plain_word:
            found[word] = capitalised if language == "de" else plain
    return [word for word, _ in found.most_common(_MOST_WORDS.get(language, _MOST_WORDS_ELSEWHERE))]


def _person_test(counts: Counts) -> Callable[[str, int, float], bool]:
    """Return whether a word, seen so often in its place, is of persons in at least that share of its names, and no common word."""
    tallies = [counts.tallies[language] for language in _CASED]

    def is_of_persons(word: str, times: int, share: float) -> bool:
        labels, folded = counts.labels[word], word.casefold()
        lower = sum(tally.lower[folded] for tally in tallies)
        capitalised = sum(tally.capitalised[folded] for tally in tallies)
        is_rare_outside = capitalised <= labels["PER"] * 0.35 and lower <= times * 1.5
        return labels["PER"] / labels.total() >= share and is_rare_outside

    return is_of_persons


def _looks_like_a_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not word.isupper() and word not in _NO_NAMES


def _likely(places: Counter[str], share: float, is_of_persons: Callable[[str, int, float], bool]) -> set[str]:
    return {
        word
        for word, times in places.items()
        if times >= 2 and _looks_like_a_name(word) and is_of_persons(word, times, share)
    }


def names(counts: Counts) -> tuple[list[str], list[str]]:
    """Return the first names and, without them, the family names, each in order."""
    is_of_persons = _person_test(counts)
    given = {word for word in _likely(counts.first, 0.75, is_of_persons) if word.isalpha() or "-" in word}
    return sorted(given), sorted(_likely(counts.last, 0.85, is_of_persons) - given)


def _filled(words: Iterable[str]) -> str:
    return textwrap.fill(" ".join(words), _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def lists(counts: Counts) -> dict[str, str]:
    """Return the text of each list by its file's name."""
    common = {language: common_words(language, counts.tallies[language]) for language in _CASED}
    sections = "".join(f"\n[{language}]\n{_filled(words)}" for language, words in common.items() if words)
    given, surnames = names(counts)
    return {
        "common-words.txt": _COMMON_HEADER + _SOURCES + sections,
        "given-names.txt": _GIVEN_HEADER + _SOURCES + _filled(given),
        "surnames.txt": _SURNAMES_HEADER + _SOURCES + _filled(surnames),
    }


def main() -> None:
    """Write the lists to the package's data folder, or to the folder given."""
    parser = argparse.ArgumentParser(prog="python -m training.words", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of <language>.<set>.train.jsonl.gz files")
    parser.add_argument("target", type=Path, nargs="?", default=Path(str(files("dateline.gazetteer") / "data")))
    arguments = parser.parse_args()
    counts = count(_documents(arguments.folder))
    if not counts.tallies:
        parser.error(f"no training set of clear licence in {arguments.folder}")
    for name, text in lists(counts).items():
        (arguments.target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
