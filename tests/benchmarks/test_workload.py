"""Items for benches and soak are real, the same in each run, and never the same item twice."""

import orjson
import pytest

from benchmarks import workload
from tests.support.items import enriched
from tests.support.shared_data import shared

COUNT = 12


@pytest.fixture(autouse=True)
def _needs_data() -> None:
    shared("pages/fundus-dev.jsonl.gz")


@pytest.mark.parametrize("kind", workload.KINDS)
def test_the_same_items_of_the_size_that_is_said(kind: str) -> None:
    items = workload.items(kind, COUNT)
    assert items == workload.items(kind, COUNT)
    payloads = [orjson.loads(item)["payload"] for item in items]
    assert len(set(payloads)) == COUNT
    if size := workload.BYTES.get(kind):
        assert all(0.9 * size < len(payload.encode()) < size + 500 for payload in payloads)


@pytest.mark.parametrize("kind", [workload.STORY, workload.HTML])
def test_a_renewed_item_has_names_of_its_own_and_is_published(kind: str) -> None:
    items = workload.items(kind, COUNT)
    first, again = (enriched(workload.renewed(items, number)) for number in (1, 1 + COUNT))
    assert first["id"] != again["id"]
    if kind == workload.STORY:  # in a page the names may stand outside the story
        names = [{entity["canonical"] for entity in record["entities"]} for record in (first, again)]
        assert names[0] != names[1]
