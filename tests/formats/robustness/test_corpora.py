"""Every file that agencies, publishers and test suites have put up goes through the whole pipeline: records or a reason."""

from collections import Counter
from pathlib import Path

import pytest

from dateline.domain.rejection import Rejected
from dateline.domain.schemas import ENRICHED_ITEM
from dateline.domain.story import Story
from dateline.pipeline.pipeline import process
from tests.support.shared_data import shared
from tests.support.tables import Table

COUNTS: dict[str, tuple[int, int, dict[str, int]]] = {
    "feedparser": (
        1850,
        342,
        {
            "empty_text": 868,
            "no_entries": 656,
            "wrong_charset": 2,
            "nothing_left": 2,
            "forbidden_markup": 2,
            "malformed_markup": 1,
        },
    ),
    "ninjs": (73, 23, {"not_a_story": 49, "empty_text": 12, "invalid_envelope": 2}),
    "newsml-g2": (35, 5, {"not_a_story": 20, "empty_text": 9, "unknown_content_type": 5}),
}
"""For each corpus its files, their records, and its rejections by reason. A change of these is a change of what users get."""


def results_of(file: Path) -> tuple[Story | Rejected, ...]:
    return process(Story(raw=file.read_bytes(), default_source=file.stem))


@pytest.mark.parametrize("corpus", ["feedparser", "ninjs", "newsml-g2"])
def test_every_file_gives_records_or_a_reason(corpus: str, corpora_table: Table) -> None:
    folder = shared(f"wire/{corpus}")
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".xml", ".json"))
    records, reasons, exceptions = 0, Counter[str](), []
    for file in files:
        for result in results_of(file):
            if isinstance(result, Story):
                records += 1
                assert ENRICHED_ITEM.problem(result.record) is None
            else:
                reasons[result.reason.value] += 1
                if result.exception:
                    exceptions.append((file.name, result))
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    corpora_table.add(corpus, str(len(files)), str(records), told, str(len(exceptions)))
    assert exceptions == []
    assert (len(files), records, dict(reasons)) == COUNTS[corpus]
