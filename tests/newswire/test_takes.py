"""Lines above a story that are the wire's, and lines that only look like it."""

import pytest

from dateline.newswire.slug import Slug, is_take, slug_line
from tests.support.items import envelope
from tests.support.stages import stripped_record

STORY = "The port reopened on Monday after a week of repairs, the prime minister said."


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("URGENT", Slug("", "URGENT", None)),
        ("(Eil)", Slug("", "Eil", None)),
        ("LEAD 2", Slug("", "LEAD 2", None)),
        ("1ST LEAD", Slug("", "1ST LEAD", None)),
        ("3RD NET", Slug("", "3RD NET", None)),
        ("PRECEDE Beirut", Slug("", "PRECEDE Beirut", None)),
        ("=(PICTURE)=", Slug("", None, None)),
        ("=(PHOTO+VIDEO)=", Slug("", None, None)),
    ],
)
def test_lines_that_only_wires_have(line: str, slug: Slug) -> None:
    assert slug_line(line) == slug
    record = stripped_record(envelope(f"{line}\n{STORY}", content_type="text/plain"))
    assert (record["text"], record["take"]) == (STORY, slug.take)
    assert record["removed"][0]["text"] == line


@pytest.mark.parametrize(
    "line", ["Urgent", "ANALYSIS", "LEAD SINGER", "(PICTURE THIS)", "(Lead)er", "2", "()", "==", "PRECEDED Beirut", "BEIRUT", "(2)"]
)  # fmt: skip
def test_lines_that_look_like_it(line: str) -> None:
    assert slug_line(line) is None


@pytest.mark.parametrize("piece", ["KORR-Bericht", "Rectificatif", "2nd Net"])
def test_more_takes(piece: str) -> None:
    assert is_take(piece)
