"""What the tagger's network is trained on: copies with other names, twins left out, arrays that say what the texts said."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.entities.augmentation import augment
from training.entities.corpora import Corpus, Text, read
from training.entities.examples import UNKNOWN, Source, Strings, examples, rows
from training.entities.leakage import without_leakage

BLINKEN = Text("Antony Blinken met Lavrov in Delhi.", ((0, 14, "PER"), (19, 25, "PER"), (29, 34, "LOC")))
PUTIN = Text("Putin left Moscow", ((0, 5, "PER"), (11, 17, "LOC")))


def corpus(name: str, *texts: Text) -> Corpus:
    return Corpus(name, name[:2], texts)


@given(st.integers())
def test_copies_have_names_of_the_same_type_in_their_places(seed: int) -> None:
    pool = [corpus("en.one", BLINKEN), corpus("en.two", PUTIN), corpus("de.three", Text("Köln", ((0, 4, "LOC"),)))]
    known = {"PER": {"Antony Blinken", "Lavrov", "Putin"}, "LOC": {"Delhi", "Moscow"}}
    for copy in augment(pool[0], pool, Random(seed)):
        assert [kind for *_, kind in copy.names] == ["PER", "PER", "LOC"]
        for start, end, kind in copy.names:
            name = copy.text[start:end].casefold()
            assert name in {each.casefold() for each in known[kind]}


def test_a_text_whose_twin_in_the_other_script_is_measured_is_not_learned() -> None:
    simplified = Text("看似简单，只是二选一做决择。", ())
    other = Text("其便当都是买来的，就算加热也是。", ())
    train = [corpus("zh.uner-gsd", Text("看似簡單，只是二選一做決擇。", ()), other), corpus("en.one", BLINKEN)]
    dev = [corpus("zh.uner-gsdsimp", simplified), corpus("zh.uner-gsd", other)]
    assert [each.texts for each in without_leakage(train, dev)] == [(other,), (BLINKEN,)]


def test_only_sets_of_clear_licence_are_read_where_asked(tmp_path: Path) -> None:
    line = json.dumps({"text": PUTIN.text, "entities": [{"start": 0, "end": 5, "label": "PER"}]})
    for name in ("en.gmb", "en.wikigold"):
        (tmp_path / f"{name}.train.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    assert [each.name for each in read(tmp_path, "train", clear_only=True)] == ["en.wikigold"]
    assert [each.name for each in read(tmp_path, "train")] == ["en.gmb", "en.wikigold"]


def test_arrays_hold_a_class_a_token_and_a_row_for_frequent_words_alone() -> None:
    strings = Strings()
    source = Source([BLINKEN, PUTIN], "en", 3, 1, 0.5, True)
    found = examples([source], strings)
    assert found.labels.tolist() == [1, 2, 0, 1, 0, 5, 0, 1, 0, 5]
    assert found.lengths.tolist() == [7, 3]
    assert found.languages.tolist() == [3, 3]
    times = np.array([5 if string == "Putin" else 1 for string in strings.known])
    hashed = rows(list(strings.known), times)
    assert [string for string, row in zip(strings.known, hashed.words[1:], strict=True) if row] == ["Putin"]
    assert np.count_nonzero(hashed.marks) == 1


@given(st.integers(), st.sampled_from([BLINKEN, PUTIN]))
def test_a_text_and_its_copies_are_left_out_together(seed: int, text: Text) -> None:
    pool = [corpus("en.one", BLINKEN), corpus("en.two", PUTIN)]
    dictionary = {"PER": ["Li Na"], "LOC": ["Wuhan"]}
    for copy in augment(corpus("en.one", text), pool, Random(seed), dictionary):
        assert copy.fold == text.fold


def test_copies_have_names_out_of_a_dictionary_too() -> None:
    pool = [corpus("zh.one", PUTIN)]
    copies = augment(corpus("zh.one", *[PUTIN] * 40), pool, Random(1), {"PER": ["Li Na"]})
    names = {copy.text[start:end] for copy in copies for start, end, kind in copy.names if kind == "PER"}
    assert {"Li Na", "Putin"} <= names


def test_what_a_machine_calls_miscellaneous_is_not_learned() -> None:
    text = Text("Putin likes Windows", ((0, 5, "PER"), (12, 19, "MISC")))
    unsure = Source([text], "tr", 0, 0, 1.0, True, knows_misc=False)
    assert examples([unsure], Strings()).labels.tolist() == [1, 0, UNKNOWN]
    assert examples([replace(unsure, knows_misc=True)], Strings()).labels.tolist() == [1, 0, 7]
