"""The counted word lists: rebuilt byte for byte from the corpora, and counted right on a small one."""

import gzip
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from dateline.gazetteer import lexicon
from tests.support.shared_data import shared

COUNTED = ["common-words.txt", "given-names.txt", "surnames.txt"]


def rebuild(folder: Path, target: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "training.words", str(folder), str(target)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write(file: Path, *texts: str) -> None:
    """A corpus file; names are marked in the texts: `[PER Ada Moss]`."""
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(document(text)) + "\n" for text in texts)


def document(marked: str) -> dict[str, object]:
    text, entities = "", []
    for piece in marked.replace("]", "[").split("["):
        label, _, name = piece.partition(" ")
        if label in {"PER", "ORG", "LOC", "MISC"}:
            entities.append({"start": len(text), "end": len(text) + len(name), "label": label})
            text += name
        else:
            text += piece
    return {"text": text, "entities": entities}


def entries(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(
        folder / "en.wikigold.train.jsonl.gz",
        "Yesterday [PER Ada Moss] came. Yesterday [PER Ada Field] left. A field, the field, that field, every field.",
        "Yesterday [PER Eva-Lisa Moss] met [PER Eva-Lisa Ray] at [ORG Ray Bank] yesterday. But the rain stayed.",
        "But [PER Sir Moss] and [PER Sir Field] stayed, but [PER Bo Moss] and [PER Bo Ray] left. [MISC French]: Bo, Bo, Bo!",
    )
    write(folder / "de.germeval14.train.jsonl.gz", "Der Regen, der Regen, der Regen, der Tag. Der Regen in [LOC Bonn].")
    write(folder / "en.gmb.train.jsonl.gz", *["Tomorrow [PER Zoe Penn] comes."] * 9)
    write(folder / "en.wikigold.dev.jsonl.gz", *["Tomorrow [PER Zoe Penn] comes."] * 9)
    return folder


def test_the_shipped_lists_are_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    done = rebuild(shared("entities"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == COUNTED
    for name in COUNTED:
        assert (tmp_path / name).read_bytes() == (files("dateline.gazetteer") / "data" / name).read_bytes(), name


def test_names_and_words_of_a_small_corpus(corpus: Path, tmp_path: Path) -> None:
    done = rebuild(corpus, tmp_path)
    assert done.returncode == 0, done.stderr
    assert entries(tmp_path / "given-names.txt") == ["Ada Eva-Lisa"]  # a title is none, and Bo stands unmarked as well
    assert entries(tmp_path / "surnames.txt") == ["Moss"]  # a field is a word, and Ray a bank as well
    assert entries(tmp_path / "common-words.txt") == ["[de]", "regen der", "[en]", "yesterday but"]


def test_a_folder_without_a_clear_set_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "en.gmb.train.jsonl.gz", "Tomorrow [PER Zoe Penn] comes.")
    done = rebuild(tmp_path, tmp_path)
    assert done.returncode == 2
    assert "no training set of clear licence" in done.stderr
    assert not list(tmp_path.glob("*.txt"))


@pytest.mark.parametrize("name", ["common-words.txt", "given-names.txt"])
def test_what_is_written_by_hand_is_read_with_what_is_counted(name: str) -> None:
    counted, by_hand = (files("dateline.gazetteer") / "data" / file for file in (name, f"more-{name}"))
    expected = set(entries(Path(str(counted))) + entries(Path(str(by_hand))))
    assert {line for _, line in lexicon.lines(name)} == {line for line in expected if not line.startswith("[")}
