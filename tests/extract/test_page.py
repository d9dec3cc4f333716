"""Pages that are hard to read: an honest result or a reasoned rejection."""

import gzip
import time

import orjson
import pytest

from dateline.domain.limits import MAX_FALL_BACK_TAGS
from dateline.extract.extract import html_lines
from dateline.record.reconstruct import decoded_lines
from tests.support.items import enriched, envelope, rejected
from tests.support.shared_data import shared

SENTENCE = "The port of Beirut reopened on Monday after a week of repairs, the prime minister said."


PAGE = """<!doctype html><html lang="en"><head><title>Port of Beirut reopens | Daily Cedar</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Port of Beirut reopens</h1>
<figure><img src="a.jpg"><figcaption>Cranes at the port on Monday.</figcaption></figure>
<p>The port of Beirut reopened on Monday after a week of repairs, the <a href="/pm">prime minister</a> said.</p>
<p>He thanked engineers who had worked through the weekend.<br>The work cost twelve million dollars, officials said.</p>
<script>var x = "not text";</script></article>
<footer><p>About us</p><p>Terms of use</p></footer></body></html>"""


def page(body: str) -> bytes:
    return envelope(f"<!doctype html><html><head><title>T</title></head><body>{body}</body></html>")


@pytest.mark.parametrize(
    "body",
    ["", "<script>var story = 'all of it';</script>", "<iframe src='/story'></iframe>", "<img src='a.jpg'>"],
    ids=["nothing", "only scripts", "a frame", "an image"],
)
def test_a_page_without_text_is_rejected_with_the_reason(body: str) -> None:
    assert rejected(page(body)).reason.value == "empty_text"


def test_a_page_of_nested_elements_without_end_is_rejected() -> None:
    assert rejected(page("<div>" * 200_000 + SENTENCE)).reason.value == "forbidden_markup"


def test_a_story_whose_every_line_is_a_link_is_not_lost_in_silence() -> None:
    body = "".join(f"<p><a href='/{n}'>{SENTENCE} Part {n}.</a></p>" for n in range(12))
    record = enriched(page(f"<article><h1>Port reopens</h1>{body}</article>"))
    markup = f"<!doctype html><html><head><title>T</title></head><body><article><h1>Port reopens</h1>{body}</article></body></html>"
    assert decoded_lines(record) == [line.text for line in html_lines(markup)]
    assert SENTENCE in record["text"]


@pytest.mark.parametrize(("parts", "by"), [(12, "trafilatura"), (MAX_FALL_BACK_TAGS // 4 + 1, "page-model/1")])
def test_a_page_of_more_small_elements_than_the_fall_back_reads_in_time_is_read_without_it(parts: int, by: str) -> None:
    body = "".join(f"<div><a href='/{n}'>{SENTENCE} Part {n}.</a></div>" for n in range(parts))
    record = enriched(
        page(f"<nav><a href='/'>Home</a></nav><h2>Port</h2><p>{SENTENCE}</p>{body}<footer><p>Imprint</p></footer>")
    )
    assert SENTENCE in record["text"]
    assert {piece["by"] for piece in record["removed"] if piece["category"] == "page"} == {by}


def test_long_comments_do_not_outweigh_the_story() -> None:
    story = "".join(f"<p>{SENTENCE} It was the {n}th time, and ships waited.</p>" for n in range(4))
    comments = "".join(
        f"<li class='comment'><p>I do not believe a word of it, number {n}, and neither should you, friends.</p></li>"
        for n in range(40)
    )
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    record = enriched(page(f"{nav}<main><div class='story'>{story}</div><ol class='comments'>{comments}</ol></main>"))
    assert "number 7" not in record["text"]
    assert record["text"].count(SENTENCE) == 4


STORY = "".join(f"<p>{SENTENCE} It was the {n}th time, and ships waited.</p>" for n in range(5))
CONSENT = "".join(
    f"<p>When you visit our site, we store cookies of kind {n} on your browser to collect information about you.</p>"
    for n in range(12)
)


@pytest.mark.parametrize(
    "container",
    [
        "<div id='onetrust-consent-sdk'>{}</div>",
        "<div class='cookie-banner-v2 open'>{}</div>",
        "<section role='dialog'>{}</section>",
        "<div id='comments'>{}</div>",
        "<div class='comment-content'>{}</div>",
    ],
)
def test_dialogs_and_comments_are_never_the_story_however_long_they_are(container: str) -> None:
    record = enriched(page(f"<main><article>{STORY}</article></main>{container.format(CONSENT)}"))
    assert "cookies of kind" not in record["text"]
    assert record["text"].count(SENTENCE) == 5


@pytest.mark.parametrize(
    "container",
    [
        "<div role='dialog'>{}</div>",
        "<main class='comments'>{}</main>",
    ],
)
def test_a_story_that_stands_in_such_a_container_alone_stays(container: str) -> None:
    record = enriched(page(f"<nav><a href='/'>Home</a></nav>{container.format(STORY)}<footer>Imprint</footer>"))
    assert record["text"].count(SENTENCE) == 5


def test_of_a_story_that_a_page_has_for_wide_and_narrow_screens_one_copy_is_kept() -> None:
    record = enriched(
        page(f"<main><article><div class='wide'>{STORY}</div><div class='narrow'>{STORY}</div></article></main>")
    )
    assert record["text"].count("It was the 3th time") == 1


def test_scripts_that_write_markup_do_not_end_early() -> None:
    script = "<script>document.write('<script src=\"a.js\"/>'); var later = 'no text of the page';</script>"
    record = enriched(page(f"{script}<article><p>{SENTENCE}</p><p>{SENTENCE} Twice.</p></article>"))
    assert "later" not in record["text"]


def test_no_page_takes_much_longer_for_its_size_than_the_others() -> None:
    """Ratio of the slowest page's time for each byte to the middle one's: nothing here grows faster than a page does."""
    with gzip.open(shared("pages/fundus-dev.jsonl.gz")) as stream:
        pages = [orjson.loads(line)["html"] for line in stream]
    large = sorted(pages, key=len)[-8:]
    for markup in large:
        html_lines(markup)
    spent = []
    for markup in large:
        began = time.process_time()
        enriched(envelope(markup, content_type="text/html"))
        spent.append((time.process_time() - began) / len(markup))
    assert max(spent) < 30 * sorted(spent)[len(spent) // 2]


NAV = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
FOOT = "<footer><p>© 2024 Cedar Media. All rights reserved</p><ul><li><a href='/i'>Imprint</a></li></ul></footer>"


def test_byline_date_credit_and_rights_that_the_page_has_beside_its_story_go_into_their_fields() -> None:
    head = "<h1>T</h1><div class='meta'><span>By Jane Doe</span></div><div class='meta'>March 4, 2024</div>"
    teasers = (
        "<aside class='related'><div><a href='/x'>Bread is dear</a></div><div class='meta'>By John Roe</div></aside>"
    )
    record = enriched(page(f"{NAV}<main>{head}<article>{STORY}</article></main>{teasers}{FOOT}"))
    assert record["text"].count(SENTENCE) == 5
    assert record["authors"] == ["Jane Doe"]
    assert record["times"] == ["March 4, 2024"]
    assert record["rights"] == "© 2024 Cedar Media. All rights reserved"
    categories = {piece["text"]: piece["category"] for piece in record["removed"]}
    assert categories["By Jane Doe"] == "byline"
    assert categories["By John Roe"] == "page"


def test_authors_that_a_page_names_in_its_metadata_are_not_added_to() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"T","author":{"@type":"Person","name":"Ann Poe"}}</script>'
    head = "<h1>T</h1><div class='meta'><span>By Jane Doe</span></div>"
    record = enriched(page(f"{data}{NAV}<main>{head}<article>{STORY}</article></main>{FOOT}"))
    assert record["authors"] == ["Ann Poe"]


def test_a_page_keeps_its_story_and_accounts_for_the_rest() -> None:
    record = enriched(envelope(PAGE))
    assert record["title"] == "Port of Beirut reopens"
    assert record["text"].split("\n") == [
        "The port of Beirut reopened on Monday after a week of repairs, the prime minister said.",
        "He thanked engineers who had worked through the weekend.",
        "The work cost twelve million dollars, officials said.",
    ]
    removed = {piece["text"]: piece["category"] for piece in record["removed"]}
    assert removed["Port of Beirut reopens"] == "headline"
    assert removed["Cranes at the port on Monday."] == "caption"
    assert removed["Terms of use"] == "page"
    assert {"type": "photo", "caption": "Cranes at the port on Monday.", "credit": None, "url": None} in record["media"]


def test_the_title_comes_from_the_head_where_no_heading_is_the_only_one() -> None:
    two = PAGE.replace("<nav>", "<h1>Daily Cedar</h1><nav>")
    assert enriched(envelope(two))["title"] == "Port of Beirut reopens"
