"""A document of several stories gives a record for each, with an id and a place of its own."""

import pytest

from dateline.domain.rejection import Reason, Rejected
from dateline.domain.story import Story
from tests.support.items import envelope
from tests.support.stages import cleaned

STORIES = ("The port reopened on Monday.", "", "The weir is to be rebuilt in May.")


def feed(*descriptions: str, guids: bool = True) -> str:
    items = "".join(
        f"<item><title>Story {n}</title>{f'<guid>g-{n}</guid>' * guids}<description>{text}</description></item>"
        for n, text in enumerate(descriptions)
    )
    return f'<rss version="2.0"><channel><title>F</title><link>https://news.example/</link>{items}</channel></rss>'


def test_a_bad_entry_is_a_rejection_in_its_place_and_its_siblings_are_published() -> None:
    first, bad, last = cleaned(feed(*STORIES).encode())
    assert isinstance(first, Story)
    assert isinstance(last, Story)
    assert (first.record["text"], first.record["position"]) == (STORIES[0], 0)
    assert (last.record["text"], last.record["position"]) == (STORIES[2], 2)
    assert isinstance(bad, Rejected)
    assert (bad.reason, bad.position) == (Reason.EMPTY_TEXT, 1)


def test_a_story_rejected_by_a_later_stage_says_which_it_was() -> None:
    _, bad = cleaned(feed(STORIES[0], "All rights reserved").encode())
    assert isinstance(bad, Rejected)
    assert (bad.reason, bad.position) == (Reason.NOTHING_LEFT, 1)


def test_ids_are_those_of_the_same_stories_alone() -> None:
    together = [result for result in cleaned(feed(STORIES[0], STORIES[2]).encode()) if isinstance(result, Story)]
    (alone,) = cleaned(feed(STORIES[0]).encode())
    assert isinstance(alone, Story)
    assert together[0].id == alone.id != together[1].id
    assert alone.record["position"] is None


@pytest.mark.parametrize("guids", [True, False])
def test_each_has_an_id_of_its_own_even_where_the_feed_gives_two_the_same_guid(guids: bool) -> None:
    markup = feed(*(f"Story number {n} of the day." for n in range(5)), guids=guids).replace("g-3", "g-2")
    ids = {result.id for result in cleaned(markup.encode()) if isinstance(result, Story)}
    assert len(ids) == 5


def test_what_an_envelope_says_of_a_feed_is_no_storys_title_or_address() -> None:
    raw = envelope(
        feed(STORIES[0], STORIES[2]), title="The feed", url="https://news.example/feed", language="en-GB", id="f"
    )
    stories = [result for result in cleaned(raw) if isinstance(result, Story)]
    assert [story.record["title"] for story in stories] == ["Story 0", "Story 1"]
    assert all(story.url != "https://news.example/feed" for story in stories)
    assert {story.record["declared_language"] for story in stories} == {"en-GB"}
    assert len({story.id for story in stories} | {"f"}) == 3


def test_a_replayed_item_gives_only_the_stories_that_its_header_names() -> None:
    results = cleaned(feed(*(f"Story number {n} of the day." for n in range(5))).encode(), dateline_positions=b"1,3")
    assert [result.position for result in results] == [1, 3]


@pytest.mark.parametrize("said", [b"", b"x", b"99", b"-1"])
def test_a_header_that_names_none_of_them_loses_none(said: bytes) -> None:
    assert len(cleaned(feed(STORIES[0], STORIES[2]).encode(), dateline_positions=said)) == 2
