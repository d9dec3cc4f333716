"""Bytes in: envelope, bare text, HTML and RSS, and everything that is none of them."""

import orjson
import pytest

from dateline.domain.limits import MAX_ITEM_BYTES
from dateline.domain.rejection import Reason
from tests.support.formats.bad_items import BAD
from tests.support.items import envelope, rejected
from tests.support.stages import cleaned, decoded, stripped_record

RSS_ITEM = """<item><title>Bridge opens</title><link>https://news.example/bridge</link><guid isPermaLink="false">b-1</guid>
<dc:creator>Ana Cole</dc:creator><pubDate>Mon, 04 Mar 2024 12:00:00 GMT</pubDate><description>A teaser.</description>
<content:encoded><![CDATA[<p>The bridge opened on Monday.</p><p>It took two years to build.</p>]]></content:encoded></item>"""


def test_plain_text_in_an_envelope_keeps_its_fields() -> None:
    record = stripped_record(
        envelope(
            "The port reopened.\nIt was shut for a week.",
            content_type="text/plain",
            url="https://a.example/1",
            title="Port",
        )
    )
    assert record["text"] == "The port reopened.\nIt was shut for a week."
    assert (record["source"], record["url"], record["title"]) == ("test", "https://a.example/1", "Port")


def test_a_given_id_is_kept_and_a_derived_one_follows_source_guid_url_content() -> None:
    assert stripped_record(envelope("Some text here.", id="given-1"))["id"] == "given-1"
    by_guid = stripped_record(envelope("Some text here.", guid="g", url="https://a.example/1"))["id"]
    assert by_guid == stripped_record(envelope("Other text here.", guid="g", url="https://a.example/2"))["id"]
    by_url = stripped_record(envelope("Some text here.", url="https://a.example/1"))["id"]
    assert by_url == stripped_record(envelope("Changed text here.", url="https://a.example/1"))["id"]
    by_content = stripped_record(envelope("Some text here."))["id"]
    assert len({by_guid, by_url, by_content, stripped_record(envelope("Some text here.", source="other"))["id"]}) == 4


def test_html_is_sniffed_when_no_content_type_is_given() -> None:
    record = stripped_record(envelope("<p>The port reopened on Monday.</p><p>It was shut.</p>"))
    assert record["content_type"] == "text/html"
    assert record["text"] == "The port reopened on Monday.\nIt was shut."


@pytest.mark.parametrize("content_type", ["application/rss+xml", None])
def test_a_single_rss_item_gives_its_content_and_its_own_fields(content_type: str | None) -> None:
    record = stripped_record(envelope(RSS_ITEM, content_type=content_type))
    assert record["text"] == "The bridge opened on Monday.\nIt took two years to build."
    assert (record["title"], record["url"], record["guid"]) == ("Bridge opens", "https://news.example/bridge", "b-1")
    assert record["authors"] == ["Ana Cole"]
    assert record["published"] == "2024-03-04T12:00:00Z"
    assert record["published_original"] == "Mon, 04 Mar 2024 12:00:00 GMT"
    assert record["origins"]["published"] == ["rss:pubDate"]


def test_an_rss_item_without_content_falls_back_to_its_description() -> None:
    item = "<rss version='2.0'><channel><item><title>T</title><description>Only a teaser of it.</description></item></channel></rss>"
    assert stripped_record(envelope(item))["text"] == "Only a teaser of it."


def test_bare_text_takes_its_source_from_the_header_or_the_topic() -> None:
    assert stripped_record(b"The port reopened on Monday.")["source"] == "topic"
    assert stripped_record(b"The port reopened on Monday.", source=b"wire-2")["source"] == "wire-2"


def test_a_bare_list_of_ninjs_items_gives_each_and_other_lists_of_objects_are_refused() -> None:
    items = [{"uri": f"urn:x:{number}", "body_text": "The port reopened on Monday."} for number in range(2)]
    assert [getattr(result, "position", None) for result in cleaned(orjson.dumps(items))] == [0, 1]
    assert rejected(b'[{"a": 1}]').reason is Reason.UNKNOWN_CONTENT_TYPE


def test_bare_html_in_a_declared_charset_is_read_in_it() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><article><p>Москва приняла закон о транспорте.</p></article></body></html>'
    assert "Москва приняла закон" in decoded(page.encode("cp1251")).markup


def test_bare_text_without_a_declared_charset_is_detected() -> None:
    text = "Министр иностранных дел заявил, что переговоры о торговле продолжатся в Москве на следующей неделе."
    assert stripped_record(text.encode("cp1251"))["text"] == text


def test_a_byte_order_mark_wins() -> None:
    assert stripped_record("Das Rathaus öffnet am Montag.".encode("utf-16"))["text"] == "Das Rathaus öffnet am Montag."


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_rejected_with_its_own_reason(name: str) -> None:
    raw, reason = BAD[name]
    assert rejected(raw).reason is reason


def test_bytes_that_are_not_in_their_declared_charset_are_rejected() -> None:
    assert (
        rejected("Müller".encode("latin-1"), content_type=b"text/plain; charset=utf-8").reason is Reason.WRONG_CHARSET
    )
    assert rejected(b"text", content_type=b"text/plain; charset=klingon").reason is Reason.WRONG_CHARSET


def test_the_largest_item_is_still_taken() -> None:
    page = "<html><body><article><p>The port reopened on Monday after a week of repairs.</p></article></body></html>"
    padded = page.replace("<article>", f"<!--{'x' * (MAX_ITEM_BYTES - len(page) - 200)}--><article>")
    assert decoded(padded.encode()).markup == padded


def test_the_detail_says_where_the_envelope_is_wrong() -> None:
    assert rejected(orjson.dumps({"source": "a", "payload": "b", "fetched_at": "yesterday"})).detail.startswith(
        "fetched_at:"
    )
