"""Packed items are unpacked, and what only looks packed is not."""

import gzip
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.limits import MAX_ITEM_BYTES
from dateline.domain.rejection import Reason
from dateline.formats.decode.decompress import GZIP, ZSTD, decompress
from dateline.formats.decode.format import FormatError
from tests.support.items import envelope
from tests.support.stages import stripped_record

STORY = "The port reopened on Monday.\nIt had been shut for a week."
PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "zstd": zstandard.compress}


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_item_gives_the_record_of_the_unpacked_one(name: str) -> None:
    raw = envelope(STORY, id="port")
    assert stripped_record(PACKERS[name](raw)) == stripped_record(raw)


@pytest.mark.parametrize("name", PACKERS)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_parts_packed_one_after_another_are_one(name: str, parts: list[bytes]) -> None:
    assert decompress(b"".join(PACKERS[name](part) for part in parts)) == b"".join(parts)


@pytest.mark.parametrize("name", PACKERS)
def test_the_limit_counts_what_comes_out(name: str) -> None:
    text = b"".join(b"%d " % number for number in range(1_000_000))
    assert decompress(PACKERS[name](text[:MAX_ITEM_BYTES])) == text[:MAX_ITEM_BYTES]
    with pytest.raises(FormatError) as refused:
        decompress(PACKERS[name](text[: MAX_ITEM_BYTES + 1]))
    assert refused.value.reason is Reason.TOO_LARGE


def unpacked(raw: bytes) -> bytes | Reason:
    """Return what comes out, or the reason why nothing does."""
    try:
        return decompress(raw)
    except FormatError as error:
        return error.reason


@pytest.mark.parametrize("start", [GZIP, ZSTD])
@given(st.binary(max_size=200))
def test_anything_after_such_a_start_is_unpacked_or_refused(start: bytes, rest: bytes) -> None:
    found = unpacked(start + rest)
    assert isinstance(found, bytes) or found in {Reason.MALFORMED_PACKING, Reason.TOO_LARGE}
    assert found != start + rest
