"""What messages say: dead letters with their rejection, records as CloudEvents."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import orjson
import pytest

from dateline import __version__
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.domain.schemas import DEAD_LETTER, ENRICHED_ITEM
from dateline.domain.story import Story
from dateline.formats.decode.charset import CharsetError
from dateline.messages.dead_letter import dead_letter
from dateline.messages.message import Headers, Incoming, Outgoing
from dateline.pipeline.pipeline import process
from dateline.pipeline.stage import Results, StageRunner, catching
from dateline.record.build import SCHEMA_VERSION
from tests.support.delivery.delivery_harness import outcome_of
from tests.support.items import envelope
from tests.support.stages import WITHOUT_MODELS

PIPELINE = partial(process, stages=WITHOUT_MODELS)
TRACE = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
REJECTED = Rejected(StageName.DECODE, Reason.WRONG_CHARSET, "byte 0xff – at 3")


def item(offset: int, partition: int = 0, value: bytes | None = None) -> Incoming:
    value = b"item %d of %d" % (offset, partition) if value is None else value
    return Incoming("raw-items", partition, offset, 1_709_544_667_000, b"key", value, (("source", b"wire"),))


def headers_of(message: Outgoing) -> dict[str, bytes]:
    assert len({name for name, _ in message.headers}) == len(message.headers)
    return dict(message.headers)


def test_a_dead_letter_is_the_item_as_it_came_with_the_rejection_in_headers() -> None:
    original: Headers = (("source", b"wire"), TRACE, ("x", b"\xff\x00"))
    came = Incoming("raw-items", 3, 48213, 1_709_544_667_000, b"\x00key", b"\xff\xfe\x00", original)
    letter = dead_letter("dead", came, [REJECTED])
    assert (letter.topic, letter.key, letter.value) == ("dead", b"\x00key", b"\xff\xfe\x00")
    assert letter.headers[: len(original)] == original
    told = headers_of(letter)
    assert told["dateline_detail"].decode() == "byte 0xff – at 3"
    assert {name: told[f"dateline_{name}"] for name in ("stage", "reason", "topic", "partition", "offset")} == {
        "stage": b"decode",
        "reason": b"wrong_charset",
        "topic": b"raw-items",
        "partition": b"3",
        "offset": b"48213",
    }


def test_dead_letter_headers_are_the_fields_of_the_schema() -> None:
    told = {
        name.removeprefix("dateline_"): value.decode()
        for name, value in dead_letter("dead", item(5), [REJECTED]).headers
        if name.startswith("dateline_")
    }
    numbers = {name: int(told[name]) for name in ("partition", "offset", "timestamp", "attempts")}
    assert DEAD_LETTER.problem({**told, **numbers, "value": None}) is None
    assert numbers == {"partition": 0, "offset": 5, "timestamp": 1_709_544_667_000, "attempts": 1}
    assert (told["pipeline_version"], told["schema_version"]) == (__version__, SCHEMA_VERSION)


def test_a_dead_letter_that_fails_again_tells_of_the_last_time_only() -> None:
    first = dead_letter("dead", item(5), [REJECTED])
    again = item(9, partition=1)._replace(headers=first.headers)
    told = headers_of(dead_letter("dead", again, [Rejected(StageName.TAG, Reason.STAGE_EXCEPTION, "boom")]))
    assert (told["dateline_reason"], told["dateline_offset"]) == (b"stage_exception", b"9")
    assert told["source"] == b"wire"


@pytest.mark.parametrize(
    ("error", "name"),
    [(ValueError("bad"), "ValueError"), (CharsetError("bad"), "dateline.formats.decode.charset.CharsetError")],
)
def test_a_dead_letter_of_an_exception_names_its_type(error: Exception, name: str) -> None:
    def fails(_: Story) -> Story:
        raise error

    result = catching(StageName.TAG, fails, Story(raw=b"x"))
    assert isinstance(result, Rejected)
    told = headers_of(dead_letter("dead", item(0), [result]))
    assert (told["dateline_stage"], told["dateline_reason"]) == (b"tag", b"stage_exception")
    assert told["dateline_exception"].decode() == name
    assert told["dateline_detail"].decode() == f"{type(error).__name__}: bad"


def test_a_record_that_cannot_be_written_is_a_dead_letter_with_the_exception() -> None:
    def unwritable(story: Story, around: StageRunner) -> Results:  # noqa: ARG001 - as a pipeline is called
        return (replace(story, id="1", source="wire", record={"text": {1, 2}}),)

    (letter,) = outcome_of(item(0), unwritable).messages
    told = headers_of(letter)
    assert (told["dateline_stage"], told["dateline_exception"]) == (b"publish", b"TypeError")


def test_a_detail_is_the_beginning_of_what_an_exception_says() -> None:
    assert len(Rejected.raised(StageName.TAG, ValueError("x" * 10_000)).detail) == 500


def test_where_nothing_was_raised_no_exception_is_named() -> None:
    assert "dateline_exception" not in headers_of(dead_letter("dead", item(0), [REJECTED]))


@pytest.mark.parametrize(
    ("said", "attempts"),
    [(b"1", b"2"), (b"41", b"42"), (b"0", b"1"), (b"-1", b"1"), (b"1.5", b"1"), (b"", b"1"), (b"9" * 99, b"1")],
)
def test_a_replayed_item_that_fails_again_counts_its_attempts(said: bytes, attempts: bytes) -> None:
    replayed = item(0)._replace(headers=(("dateline_attempts", said), ("dateline_stage", b"tag"), TRACE))
    told = headers_of(dead_letter("dead", replayed, [REJECTED]))
    assert told["dateline_attempts"] == attempts
    assert (told["dateline_stage"], told[TRACE[0]]) == (b"decode", TRACE[1])


def test_a_tombstone_stays_one_in_the_dead_letters() -> None:
    tombstone = Incoming("raw-items", 0, 0, 0, b"key", None, ())
    (letter,) = outcome_of(tombstone, process).messages
    assert (letter.topic, letter.key, letter.value) == ("dead", b"key", None)
    assert headers_of(letter)["dateline_reason"] == b"tombstone"


def test_a_detail_that_no_charset_can_write_does_not_stop_the_dead_letter() -> None:
    told = headers_of(dead_letter("dead", item(0), [Rejected(StageName.DECODE, Reason.INVALID_JSON, "lone \ud800")]))
    assert told["dateline_detail"] == b"lone ?"


def published_message(source: str = "wire", *more: tuple[str, bytes]) -> Outgoing:
    raw = orjson.dumps({"source": source, "payload": "The harbour reopened on Monday.", "id": "harbour-1"})
    incoming = Incoming("raw-items", 0, 0, 1_709_544_667_000, b"key", raw, tuple(more))
    (message,) = outcome_of(incoming, PIPELINE).messages
    return message


def test_a_published_record_is_a_cloud_event_keyed_by_its_id() -> None:
    message = published_message()
    record = orjson.loads(message.value or b"")
    assert ENRICHED_ITEM.problem(record) is None
    assert (message.topic, message.key, record["id"]) == ("enriched", b"harbour-1", "harbour-1")
    told = headers_of(message)
    moment = datetime.fromisoformat(told.pop("ce_time").decode())
    assert moment.utcoffset() == timedelta(0)
    assert told == {
        "content-type": b"application/json",
        "ce_specversion": b"1.0",
        "ce_id": b"harbour-1",
        "ce_source": b"/wire",
        "ce_type": b"dateline.enriched-item",
        "ce_dataschema": b"urn:dateline:schema:enriched-item:1",
    }


def test_a_source_of_any_letters_is_a_uri_in_its_header() -> None:
    assert headers_of(published_message("hamnö nyheter/väst?"))["ce_source"] == b"/hamn%C3%B6%20nyheter%2Fv%C3%A4st%3F"


def test_a_trace_goes_on_and_other_headers_end_here() -> None:
    told = headers_of(published_message("wire", TRACE, ("tracestate", b"a=1"), ("x", b"1"), ("ce_id", b"theirs")))
    assert (told["traceparent"], told["tracestate"]) == (TRACE[1], b"a=1")
    assert "x" not in told
    assert told["ce_id"] == b"harbour-1"


def test_the_same_item_gives_the_same_bytes() -> None:
    raw = envelope("Prime Minister Keir Starmer visited Cardiff.\nAll rights reserved")
    (first,) = outcome_of(item(0, value=raw), PIPELINE).messages
    (again,) = outcome_of(item(99, partition=7, value=raw), PIPELINE).messages
    assert first.value == again.value


def test_a_tombstone_without_a_key_becomes_a_message_that_a_producer_takes() -> None:
    rejections = [Rejected(StageName.DECODE, Reason.TOMBSTONE, "x")]
    assert dead_letter("dead", item(1)._replace(key=None, value=b""), rejections).key is None
    assert dead_letter("dead", Incoming("raw-items", 0, 1, 0, None, None, ()), rejections).key == b""
