"""Bars of links around a story: they go where every part is a page's own word, and stay where one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.boilerplate.page_furniture import bar_parts
from tests.support.stages import STORY, record_of

BARS = """
page page page | Log in | Register | Help
page page page page | Home · About us · Contact · Privacy
share share share | Facebook | Twitter | WhatsApp
page page page | Impressum | Datenschutz | AGB
page page page | Beranda | Redaksi | Pedoman Media Siber
"""
CASES = [
    (categories.split(), line.strip())
    for categories, line in (case.split("|", 1) for case in BARS.strip().splitlines())
]
STAYS = (
    "Real Madrid | Barcelona | Valencia",
    "Help | The port of Harwich reopens",
    "Home",
    "Support · Moscow said it would not negotiate",
    "Berlin | Help",
)


@pytest.mark.parametrize(("categories", "line"), CASES)
def test_a_bar_of_a_pages_words_goes_part_by_part(categories: list[str], line: str) -> None:
    record = record_of(STORY["en"], STORY["de"], line)
    assert record["text"] == f"{STORY['en']}\n{STORY['de']}"
    assert [removed["category"] for removed in record["removed"]] == categories
    assert "".join(removed["text"] for removed in record["removed"]) == line


@pytest.mark.parametrize("line", STAYS)
def test_a_row_with_a_part_of_the_story_is_no_bar(line: str) -> None:
    record = record_of(STORY["en"], line, STORY["de"])
    assert line in record["text"]


@given(st.text("ab |·•｜ \t", max_size=40))
def test_the_parts_of_a_bar_hold_all_but_what_stands_between(line: str) -> None:
    parts, behind = bar_parts(line), 0
    for start, end in parts:
        assert behind <= start < end <= len(line)
        assert not set(line[behind:start]) - set(" |·•｜\t")
        behind = end
