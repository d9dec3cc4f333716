"""Reading a format is a small part of what an item costs."""

from collections.abc import Callable
from time import process_time

import pytest

from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Story
from dateline.pipeline.pipeline import process
from dateline.pipeline.stage import T
from tests.support.formats.long_documents import DOCUMENTS
from tests.support.tables import Table

ROUNDS = 12
SHARE = 0.25


class Timed:
    """Runs the steps and adds up their CPU time, in seconds."""

    def __init__(self) -> None:
        self.decoding = self.all = 0.0

    def __call__(self, name: str, step: Callable[[Story], T], story: Story) -> T | Rejected:
        began = process_time()
        after = step(story)
        taken = process_time() - began
        self.all += taken
        self.decoding += taken if name is StageName.DECODE else 0.0
        return after


@pytest.mark.parametrize("name", DOCUMENTS)
def test_decoding_is_at_most_a_quarter_of_an_items_cpu(name: str, parsing_table: Table) -> None:
    timed = Timed()
    for _ in range(ROUNDS):
        results = process(Story(raw=DOCUMENTS[name]), timed)
        assert all(isinstance(result, Story) for result in results), results
        stories = ROUNDS * len(results)
    share = timed.decoding / timed.all
    parsing_table.add(
        name, f"{1000 * timed.decoding / stories:.2f}", f"{1000 * timed.all / stories:.2f}", f"{100 * share:.0f}"
    )
    assert share <= SHARE
