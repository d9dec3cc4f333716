"""A record says when a part of its story may be missing."""

import orjson

from tests.support.items import enriched, envelope

SENTENCE = "The minister said on Monday that the port would reopen within a week. "


def page(body: str, **facts: str) -> bytes:
    data = orjson.dumps({"@type": "NewsArticle", "headline": "Port reopens", **facts}).decode()
    head = f'<title>Port</title><script type="application/ld+json">{data}</script>'
    return envelope(f"<html><head>{head}</head><body><article><h1>Port reopens</h1>{body}</article></body></html>")


def test_a_page_that_promises_more_than_it_shows_is_suspect() -> None:
    body = f"<p>{SENTENCE * 2}</p><p>{SENTENCE * 2}</p>"
    assert enriched(page(body, articleBody=SENTENCE * 20))["suspect"] == "shorter_than_promised"
    assert enriched(page(body, articleBody=SENTENCE * 4))["suspect"] is None


def test_a_text_of_which_most_goes_is_suspect() -> None:
    headlines = [f"Headline number {number} of many that stand here" for number in range(11)]
    lines = [SENTENCE.strip(), SENTENCE.strip(), "More Stories", *headlines]
    assert enriched(envelope("\n".join(lines), content_type="text/plain"))["suspect"] == "most_removed"
    assert enriched(envelope("\n".join(lines[:3]), content_type="text/plain"))["suspect"] is None
