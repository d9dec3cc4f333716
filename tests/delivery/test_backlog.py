"""Batches are full by count or by bytes, or hold what came within their time."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from dateline.delivery.backlog import Backlog, BatchSize
from tests.support.delivery.delivery_harness import item


def sizes(batches: list[list[object]]) -> list[int]:
    return [len(batch) for batch in batches]


async def taken(backlog: Backlog, count: int) -> list[list[object]]:
    return [list(await backlog.take()) for _ in range(count)]


def test_a_batch_is_full_by_count() -> None:
    async def scenario() -> list[list[object]]:
        backlog = Backlog(BatchSize(3, 1000, 0.0))
        backlog.put([item(n) for n in range(7)])
        return await taken(backlog, 3)

    assert sizes(asyncio.run(scenario())) == [3, 3, 1]


def test_a_batch_is_full_by_bytes_with_the_item_that_fills_it() -> None:
    async def scenario() -> list[list[object]]:
        backlog = Backlog(BatchSize(100, 10, 0.0))
        backlog.put([item(0, b"x" * 4), item(1, b"x" * 4), item(2, b"x" * 4), item(3, b"x" * 50), item(4, b"x")])
        return await taken(backlog, 3)

    assert sizes(asyncio.run(scenario())) == [3, 1, 1]


def test_items_that_come_within_the_time_join_the_batch() -> None:
    async def scenario() -> list[list[object]]:
        backlog = Backlog(BatchSize(4, 1000, 5.0))
        backlog.put([item(0)])
        asyncio.get_running_loop().call_later(0.01, backlog.put, [item(1), item(2), item(3)])
        return await taken(backlog, 1)

    assert sizes(asyncio.run(scenario())) == [4]


def test_a_batch_that_is_not_full_goes_when_its_time_is_over() -> None:
    async def scenario() -> list[list[object]]:
        backlog = Backlog(BatchSize(4, 1000, 0.01))
        backlog.put([item(0)])
        return await taken(backlog, 1)

    assert sizes(asyncio.run(scenario())) == [1]


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=9), max_size=9), st.integers(1, 5), st.integers(1, 60)
)
def test_everything_comes_out_once_and_in_order(fetches: list[list[int]], items: int, size: int) -> None:
    async def scenario() -> tuple[list[int], bool]:
        backlog, offset, out = Backlog(BatchSize(items, size, 0.0)), 0, []
        for lengths in fetches:
            backlog.put([item(offset + n, b"x" * length) for n, length in enumerate(lengths)])
            offset += len(lengths)
        while not backlog.empty:
            batch = await backlog.take()
            assert 0 < len(batch) <= items
            assert sum(len(one.value or b"") for one in batch[:-1]) < size
            out += [one.offset for one in batch]
        return out, backlog.full

    out, full = asyncio.run(scenario())
    assert out == list(range(sum(map(len, fetches))))
    assert not full
