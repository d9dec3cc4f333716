"""Strict and partial F1 of the taggers on the dev halves of the annotated sets, and how fast they are: `make bench-entities`."""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from benchmarks.reporting.document import write_section
from benchmarks.rivals import rivals
from benchmarks.stories import IN_ORDER, stories
from dateline.domain.entities import Span
from dateline.domain.story import Story
from dateline.entities.backends.base import Backend, Passage
from dateline.entities.backends.builtin import Builtin
from dateline.entities.rules.tagger import RuleTagger
from dateline.entities.tag import line_spans, spans, tag
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.entry import EntryType
from dateline.text.languages import base_language
from dateline.text.word_shape import shape
from training.entities.corpora import Corpus, Text, read
from training.entities.leakage import without_leakage

_SHARED = Path(__file__).parents[2] / "shared" / "data" / "entities"
_DOCUMENT_BYTES = 2500
_DOCUMENTS = 80
_KINDS = ("PER", "ORG", "LOC")
_SHIPPED = ("entities.npz", "entities-chain.npz", "dictionaries.npz")


class Gazetteer:
    """Every listed place and organisation, and nothing else."""

    name = "gazetteer"

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                Span(hit.start, hit.end, hit.entry.type.entity_type)
                for hit in gazetteer.find(each.text, shape(each.text), base_language(each.language))
                if hit.entry.type is not EntryType.TITLE
            ]
            for each in texts
        ]


@dataclass
class Count:
    """Names marked and found; found just as they are marked; found with their type, but other ends."""

    marked: int = 0
    found: int = 0
    strict: int = 0
    touching: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    partial: bool = False
    """Whether the tagger does not read some of the texts' languages."""

    def add(self, other: "Count") -> None:
        """Add another's counts."""
        self.marked += other.marked
        self.found += other.found
        self.strict += other.strict
        self.touching += other.touching
        self.partial |= other.partial
        for kind, times in other.errors.items():
            self.errors[kind] = self.errors.get(kind, 0) + times

    def f1(self, right: int) -> float:
        """Per cent."""
        return 200 * right / (self.marked + self.found) if self.marked + self.found else 0.0


def _count(text: Text, found: Sequence[Span]) -> Count:
    marked = [(start, end, kind) for start, end, kind in text.names if kind in _KINDS]
    tagged = [(span.start, span.end, span.type.value) for span in found]
    strict = set(marked) & set(tagged)
    free = [each for each in tagged if each not in strict]
    count = Count(len(marked), len(tagged), len(strict), len(strict))
    for start, end, kind in marked:
        if (start, end, kind) in strict:
            continue
        over = [each for each in free if each[0] < end and start < each[1]]
        count.touching += any(each[2] == kind for each in over)
        error = f"{kind} missed"
        if over:
            error = (
                f"{kind} with other ends" if any(each[2] == kind for each in over) else f"{kind} taken for {over[0][2]}"
            )
        count.errors[error] = count.errors.get(error, 0) + 1
    invented = sum(not any(each[0] < end and start < each[1] for start, end, _ in marked) for each in free)
    count.errors["invented"] = invented
    return count


def _reads(backend: Backend, language: str | None) -> bool:
    return language in getattr(backend, "languages", (language,))


def _measure(backend: Backend, corpus: Corpus) -> Count:
    if not _reads(backend, corpus.language):
        return Count(sum(kind in _KINDS for text in corpus.texts for *_, kind in text.names), partial=True)
    total = Count()
    for begin in range(0, len(corpus.texts), 32):
        texts = corpus.texts[begin : begin + 32]
        for text, found in zip(
            texts, backend.tag([Passage(each.text, corpus.language) for each in texts]), strict=True
        ):
            total.add(_count(text, found))
    return total


def _documents(corpora: Sequence[Corpus]) -> Iterator[Passage]:
    """Texts of the sets, joined to documents of 2.5 KB, a few of each language."""
    for corpus in corpora:
        lines: list[str] = []
        made = 0
        for text in corpus.texts:
            lines.append(text.text)
            if sum(len(line.encode()) for line in lines) >= _DOCUMENT_BYTES:
                yield Passage("\n".join(lines), corpus.language)
                lines, made = [], made + 1
                if made == _DOCUMENTS:
                    break


def _per_second(backend: Backend, documents: Sequence[Passage]) -> float:
    """Documents a second of CPU time, tagged, read as a whole and linked; the other half of the documents comes before, so that all is warm."""
    _link(backend, documents[::2])
    begun = time.process_time()
    _link(backend, documents[1::2])
    return len(documents[1::2]) / (time.process_time() - begun)


def _link(backend: Backend, documents: Sequence[Passage]) -> None:
    for document in documents:
        tag(Story(raw=None, kept=((0, document.text),), language=document.language), backend)


def _table(corpora: Sequence[Corpus], backends: Sequence[Backend]) -> Iterator[str]:
    yield "| dev set | names | " + " | ".join(f"{each.name} strict / partial" for each in backends) + " |"
    yield "|---|---|" + "---|" * len(backends)
    totals = [Count() for _ in backends]
    by_language: dict[str, list[Count]] = {}
    for corpus in corpora:
        counts = [_measure(backend, corpus) for backend in backends]
        of_language = by_language.setdefault(corpus.language, [Count() for _ in backends])
        for total, own, count in zip(totals, of_language, counts, strict=True):
            total.add(count)
            own.add(count)
        yield _row(corpus.name, counts)
    for language, counts in by_language.items():
        if sum(corpus.language == language for corpus in corpora) > 1:
            yield _row(f"{language}, all sets", counts)
    yield _row("**all**", totals)
    english = [corpus for corpus in corpora if corpus.name in ("en.gmb", "en.gum-wikinews", "en.re3d")]
    mixed = [corpus for corpus in corpora if corpus.language not in ("zh", "ja", "ko", "th")]
    by_character = [corpus for corpus in corpora if corpus.language in ("zh", "ja", "ko", "th")]
    for name, chosen in (("English", english), ("words, all languages", mixed), ("zh, ja, ko, th", by_character)):
        documents = list(_documents(chosen))
        if not documents:
            continue
        speeds = [
            _per_second(backend, documents) if all(_reads(backend, each.language) for each in documents) else None
            for backend in backends
        ]
        cells = " | ".join(f"{speed:.0f} ({speed / (speeds[0] or speed):.2f})" if speed else "–" for speed in speeds)
        yield f"| documents a second and core, {name} | {len(documents) // 2} | {cells} |"
    size = sum(len((files("dateline.models") / name).read_bytes()) for name in _SHIPPED) / 1e6
    errors = sorted(totals[-1].errors.items(), key=lambda each: -each[1])
    wrong = ", ".join(f"{kind} {times}" for kind, times in errors)
    yield ""
    yield f"Network, chain and dictionaries have {size:.1f} MB. In brackets: beside {backends[0].name}. What {backends[-1].name} has wrong: {wrong}."


def _whole_stories(corpora: Sequence[Corpus], backend: Backend) -> Iterator[str]:
    """F1 over stories rebuilt from the sets that stand in order: by the tagger alone, line by line, and read as a whole."""
    yield "| whole stories | stories | names | tagger alone | read as a whole | added |"
    yield "|---|---|---|---|---|---|"
    totals = (0, Count(), Count())
    for corpus in corpora:
        if corpus.name in IN_ORDER:
            counts = _of_stories(list(stories(corpus)), corpus.language, backend)
            yield _added(corpus.name, *counts)
            totals = (totals[0] + counts[0], totals[1], totals[2])
            totals[1].add(counts[1])
            totals[2].add(counts[2])
    yield _added("**all**", *totals)


def _of_stories(texts: Sequence[Text], language: str, backend: Backend) -> tuple[int, Count, Count]:
    alone, whole = Count(), Count()
    for text in texts:
        alone.add(_count(text, line_spans(text.text, language, backend)))
        whole.add(_count(text, spans(text.text, language, backend)))
    return len(texts), alone, whole


def _added(name: str, texts: int, alone: Count, whole: Count) -> str:
    before, after = alone.f1(alone.strict), whole.f1(whole.strict)
    return f"| {name} | {texts} | {alone.marked} | {before:.1f} | {after:.1f} | {after - before:+.1f} |"


def _row(name: str, counts: Sequence[Count]) -> str:
    cells = " | ".join(
        "–" if count.partial else f"{count.f1(count.strict):.1f} / {count.f1(count.touching):.1f}" for count in counts
    )
    return f"| {name} | {counts[0].marked} | {cells} |"


def main() -> None:
    """Print the table; with --write also into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.entities", description=__doc__)
    parser.add_argument("--folder", type=Path, default=_SHARED)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md, too")
    parser.add_argument("--sets", nargs="*", help="only these, as in id.idner2k")
    parser.add_argument("--rivals", action="store_true", help="others beside ours, trained where they were not before")
    chosen = parser.parse_args()
    corpora = [corpus for corpus in read(chosen.folder, "dev") if not chosen.sets or corpus.name in chosen.sets]
    others: list[Backend] = []
    if chosen.rivals:
        others = rivals(without_leakage(list(read(chosen.folder, "train")), list(read(chosen.folder, "dev"))))
    lines = []
    for line in _table(corpora, [RuleTagger(), Gazetteer(), *others, Builtin()]):
        print(line, flush=True)
        lines.append(line)
    for line in ("", *_whole_stories(corpora, Builtin())):
        print(line, flush=True)
        lines.append(line)
    if chosen.write:
        write_section("entities", "\n".join(lines))


if __name__ == "__main__":
    main()
