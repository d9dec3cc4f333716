"""Slugs and takes as agencies write them, and sentences that are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.newswire.slug import Slug, is_take, read_slug, slug_line, take_of_headline
from tests.support.items import envelope
from tests.support.stages import stripped_record

STORY = "The port reopened on Monday after a week of repairs, the prime minister said."


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("BC-US--Winter Storm, 7th Ld-Writethru, 1020", Slug("BC-US--Winter Storm", "7th Ld-Writethru", 1020)),
        ("BC-ML--Port,1stLd-Writethru,0512", Slug("BC-ML--Port", "1stLd-Writethru", 512)),
        ("AM-Port, 2nd Ld", Slug("AM-Port", "2nd Ld", None)),
        ("Wahlen/Hessen, 2.Zusammenfassung", Slug("Wahlen/Hessen", "2.Zusammenfassung", None)),
        ("Liban-port-économie, Lead", Slug("Liban-port-économie", "Lead", None)),
        ("LÍBANO PUERTO, Ampliación", Slug("LÍBANO PUERTO", "Ampliación", None)),
        ("skien-google", Slug("skien-google", None, None)),
    ],
)
def test_a_slug_line_is_taken_apart(line: str, slug: Slug) -> None:
    assert read_slug(line) == slug


@pytest.mark.parametrize("line", ["The port reopened on Monday, officials said", "Beirut, Lebanon", STORY, "", "1,020"])
def test_a_sentence_is_no_slug(line: str) -> None:
    assert slug_line(line) is None


@pytest.mark.parametrize(
    "piece", ["1st Ld", "2nd Ld-Writethru", "Correction", "Urgent", "3e lead", "Resumen", "1st Add"]
)
def test_takes_are_known(piece: str) -> None:
    assert is_take(piece)


@pytest.mark.parametrize("piece", ["Lebanon", "1st Battalion", "2024", "", "Lead singer"])
def test_other_words_are_no_takes(piece: str) -> None:
    assert not is_take(piece)


@pytest.mark.parametrize(
    ("title", "take"),
    [
        ("UPDATE 2-Port of Beirut reopens", "UPDATE 2"),
        ("REFILE-UPDATE 1-Port of Beirut reopens", "REFILE-UPDATE 1"),
        ("CORRECTED-Port of Beirut reopens", "CORRECTED"),
        ("Port of Beirut reopens", None),
        ("UPDATE: Port of Beirut reopens", None),
    ],
)
def test_a_headline_opens_with_its_take(title: str, take: str | None) -> None:
    assert take_of_headline(title) == take
    record = stripped_record(envelope(STORY, title=title))
    assert (record["take"], record["title"]) == (take, title)


@pytest.mark.parametrize("line", ["BC-ML--Port, 1st Ld-Writethru, 512", "1stLd-Writethru"])
def test_a_slug_line_on_top_of_a_text_goes_into_its_fields(line: str) -> None:
    record = stripped_record(envelope(f"{line}\n{STORY}", content_type="text/plain"))
    assert record["text"] == STORY
    assert record["take"] == line.split(", ")[min(1, line.count(","))]
    assert [(piece["category"], piece["text"]) for piece in record["removed"]] == [("slug", line)]
    assert record["origins"]["take"] == ["text"]


PARTS = st.lists(
    st.one_of(st.text(max_size=20), st.sampled_from(["BC-ML--Port", "1st Ld", "URGENT", "0512"])), max_size=4
)


@given(PARTS)
def test_a_slug_says_nothing_that_its_line_does_not(parts: list[str]) -> None:
    line = ", ".join(parts)
    for slug in (read_slug(line), slug_line(line)):
        if slug is not None:
            assert slug.slug in line
            assert all(piece in line for piece in (slug.take or "").split(", "))
            assert slug.words is None or str(slug.words) in line


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["UPDATE 2", "CORRECTED", "REFILE"])), max_size=4))
def test_a_take_of_a_headline_is_its_beginning(parts: list[str]) -> None:
    title = "-".join(parts)
    take = take_of_headline(title)
    assert take is None or title.startswith(f"{take}-")
