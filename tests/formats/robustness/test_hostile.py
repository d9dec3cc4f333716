"""Hostile input ends in a record that is clean or a rejection with its reason, in time, and never in an exception."""

from time import process_time

import pytest

from dateline.domain.rejection import Rejected
from dateline.domain.schemas import ENRICHED_ITEM
from tests.support.formats.hostile import HOSTILE, Hostile
from tests.support.items import through
from tests.support.tables import Table

SECONDS = 10.0
"""Far above what any of them takes, and far below what a bomb that goes off does."""


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_input_is_refused_with_its_reason_or_comes_out_clean(hostile: Hostile, hostile_table: Table) -> None:
    raw = hostile.raw()
    headers = {"content_type": hostile.content_type.encode()} if hostile.content_type else {}
    began = process_time()
    results = through(raw, **headers)
    seconds = process_time() - began
    (result,) = results
    if isinstance(result, Rejected):
        hostile_table.add(hostile.name, f"{len(raw):,}", result.reason.value, f"{seconds * 1000:.0f}")
        assert hostile.reason is not None, result
        assert (result.reason, result.exception) == (hostile.reason, None), result
    else:
        hostile_table.add(hostile.name, f"{len(raw):,}", "record", f"{seconds * 1000:.0f}")
        assert hostile.reason is None, f"a record instead of {hostile.reason}"
        assert ENRICHED_ITEM.problem(result.record) is None
        assert hostile.check(result.record), result.record
    assert seconds < SECONDS


def test_there_are_enough() -> None:
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 40
