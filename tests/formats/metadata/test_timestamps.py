"""Timestamps of documents: kept with their zones, refused if ambiguous, and never completed from the clock."""

from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from dateline.domain.metadata import Flaw
from dateline.domain.rejection import Rejected
from dateline.domain.story import Story
from dateline.formats.decode.stage import decode
from dateline.formats.metadata.timestamps import TimestampError, read_timestamp
from tests.support.formats.golden import documents
from tests.support.items import envelope

CLOCKS = ("2019-02-03 04:05:06", "2031-08-17 22:23:24")
DATES = (
    "2016年6月29日 15:07", "2016년 6월 29일", "2016 күз", "Wed, 29 Jun 2016", "June 2016", "29 июня 2016, 15:07", "29 juin", "15:07",
    "mar, 18 ott 2022", "2016/6/29", "3/4/2024", "1467212861", "2016-06-29T15:07", "20160629", "now", "yesterday", "2 hours ago",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Wed, 29 Jun 2016 15:07:41 +0200", "2016-06-29T15:07:41+02:00"),
        ("Wed, 29 Jun 2016 15:07:41 +02:00", "2016-06-29T15:07:41+02:00"),
        ("Wed, 29 Jun 2016 15:07:41 GMT", "2016-06-29T15:07:41Z"),
        ("Wed, 29 Jun 2016 15:07:41 EST", "2016-06-29T15:07:41-05:00"),
        ("Wed, 29 Jun 2016 15:07:41 CEST", "2016-06-29T15:07:41+02:00"),
        ("Wed, 29 Jun 2016 15:07:41 IST", "2016-06-29T15:07:41-00:00"),  # India's, Israel's or Ireland's
        ("Wed, 29 Jun 16 15:07:41 GMT", "2016-06-29T15:07:41Z"),
        ("2016-06-29", "2016-06-29T00:00:00-00:00"),
        ("2016", "2016-01-01T00:00:00-00:00"),
        ("November 18, 2025", "2025-11-18T00:00:00-00:00"),
        ("Dec. 16, 2025 2:05 PM", "2025-12-16T14:05:00-00:00"),
        ("29 juin 2016", "2016-06-29T00:00:00-00:00"),
    ],
)
def test_a_timestamp_keeps_its_zone_and_its_spelling(text: str, value: str) -> None:
    timestamp = read_timestamp(text)
    assert (timestamp.value, timestamp.original) == (value, text)


def test_an_ambiguous_date_is_refused_and_said() -> None:
    with pytest.raises(TimestampError) as raised:
        read_timestamp("3/4/2024")
    assert raised.value.flaw is Flaw.AMBIGUOUS_DATE
    (story,) = _stories(envelope("The port reopened.", published="3/4/2024"))
    assert isinstance(story, Story)
    assert story.published is None
    assert [(value.field, value.flaw) for value in story.refused] == [("published", Flaw.AMBIGUOUS_DATE)]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("way", ["envelope", "rss", "atom", "page", "json-ld"])
def test_every_way_to_a_date_is_the_same_under_two_clocks(date: str, way: str) -> None:
    raw = {
        "envelope": envelope("The port reopened.", published=date),
        "rss": f"<rss version='2.0'><channel><item><title>T</title><description>D</description><pubDate>{date}</pubDate></item></channel></rss>".encode(),
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><summary>S</summary><published>{date}</published></entry></feed>".encode(),
        "page": f"<html><head><meta name='date' content='{date}'></head><body><p>The port reopened.</p></body></html>".encode(),
        "json-ld": (
            f'<html><head><script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{date}"}}</script></head>'
            "<body><p>The port reopened.</p></body></html>"
        ).encode(),
    }[way]
    assert _under(CLOCKS[0], raw) == _under(CLOCKS[1], raw)


@pytest.mark.parametrize("document", documents(), ids=lambda file: file.name)
def test_documents_of_every_format_are_the_same_under_two_clocks(document: Path) -> None:
    raw = document.read_bytes()
    assert _under(CLOCKS[0], raw) == _under(CLOCKS[1], raw)


def _under(clock: str, raw: bytes) -> tuple[Story | Rejected, ...]:
    with time_machine.travel(datetime.fromisoformat(clock), tick=False):
        return _stories(raw)


def _stories(raw: bytes) -> tuple[Story | Rejected, ...]:
    results = decode(Story(raw=raw, default_source="test"))
    return (results,) if isinstance(results, Rejected) else results
