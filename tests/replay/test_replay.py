"""Replay: which letters go back, as what, and how people name a moment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import orjson
import pytest
from confluent_kafka.admin import AdminClient
from rich.console import Console

from dateline.commands.replay import print_tally
from dateline.commands.when import parse_when
from dateline.domain.rejection import StageName
from dateline.domain.schemas import FOLDER
from dateline.kafka.security import librdkafka_config
from dateline.replay import Selection, Tally
from dateline.replay.dead_letter import DeadLetter
from dateline.replay.filter import Filter
from dateline.replay.run import batches
from dateline.replay.timeouts import BYTES, LETTERS
from dateline.settings import Settings
from tests.support.kafka.certificates import Authority

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LETTER = DeadLetter(
    topic="dead-letters",
    partition=2,
    offset=17,
    timestamp=int(NOW.timestamp() * 1000),
    key=b"key",
    value=b'{"source": "wire", ',
    headers=(
        ("traceparent", b"00-1"),
        ("x", None),
        ("x", b"\xff"),
        ("dateline_stage", b"decode"),
        ("dateline_reason", b"invalid_json"),
        ("dateline_topic", b"raw-items"),
        ("dateline_partition", b"3"),
        ("dateline_attempts", b"4"),
    ),
)


def without(*names: str) -> DeadLetter:
    return replace(LETTER, headers=tuple(pair for pair in LETTER.headers if pair[0] not in names))


def having(value: bytes | None, *headers: tuple[str, bytes]) -> DeadLetter:
    return replace(LETTER, value=value, headers=(*LETTER.headers, *headers))


def taken(selection: Selection, letter: DeadLetter = LETTER, replayed: Iterable[str] = ()) -> bool:
    return Filter(selection, ["raw-items"], set(replayed)).skip_reason(letter) is None


def test_an_item_goes_back_with_its_own_headers_in_order_and_the_count_of_its_attempts() -> None:
    assert LETTER.item_headers() == [
        ("traceparent", b"00-1"),
        ("x", None),
        ("x", b"\xff"),
        ("dateline_attempts", b"4"),
    ]


@pytest.mark.parametrize("said", [None, b"", b"0", b"-1", b"two", b"1.0", b"9" * 40])
def test_a_letter_that_counts_no_attempts_tells_of_one(said: bytes | None) -> None:
    letter = without("dateline_attempts")
    letter = letter if said is None else replace(letter, headers=(*letter.headers, ("dateline_attempts", said)))
    assert letter.item_headers()[-1] == ("dateline_attempts", b"1")


def test_a_receipt_names_its_letter_and_a_tombstone_is_none() -> None:
    receipt = replace(LETTER, offset=20, value=None, headers=tuple(LETTER.marker_headers()))
    assert receipt.marker_of == LETTER.place == "dead-letters/2/17"
    assert having(None, ("dateline_replayed", b"dead-letters/2/16")).marker_of is None


@pytest.mark.parametrize(
    ("value", "headers", "source"),
    [
        (b' {"source": "wire", "payload": 5}', [], "wire"),
        (b' {"source": "wire", "payload": 5}', [("source", b"other")], "wire"),
        (b'{"source": 5}', [], "raw-items"),
        (b'{"source": "wire", ', [], "raw-items"),
        (b'["source"]', [], "raw-items"),
        (b"The port reopened.", [("source", b"harbour")], "harbour"),
        (b"\xff\xfe\x00", [], "raw-items"),
        (None, [], "raw-items"),
    ],
)
def test_the_source_is_the_envelopes_else_the_headers_else_the_topic(
    value: bytes | None, headers: list[tuple[str, bytes]], source: str
) -> None:
    assert having(value, *headers).source == source


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), True),
        (Selection(reasons=["invalid_json"]), True),
        (Selection(reasons=["empty_text", "invalid_json"]), True),
        (Selection(reasons=["empty_text"]), False),
        (Selection(stages=["decode"]), True),
        (Selection(stages=["tag", "publish"]), False),
        (Selection(sources=["raw-items"]), True),
        (Selection(sources=["wire"]), False),
        (Selection(since=NOW), True),
        (Selection(since=NOW + timedelta(milliseconds=1)), False),
        (Selection(until=NOW), False),
        (Selection(until=NOW + timedelta(milliseconds=1)), True),
        (Selection(["invalid_json"], ["decode"], ["raw-items"], NOW - timedelta(1), NOW + timedelta(1)), True),
        (Selection(["invalid_json"], ["decode"], ["raw-items"], NOW - timedelta(2), NOW - timedelta(1)), False),
        (Selection(["invalid_json"], ["extract"]), False),
    ],
)
def test_a_letter_must_match_all_that_is_asked_for(selection: Selection, expected: bool) -> None:
    assert taken(selection) is expected


def test_a_letter_with_a_receipt_stays_unless_it_is_to_go_again() -> None:
    assert not taken(Selection(), replayed=[LETTER.place])
    assert taken(Selection(again=True), replayed=[LETTER.place])
    assert taken(Selection(), replayed=["dead-letters/2/16", "dead-letters/1/17"])


def test_what_has_no_way_back_is_left_alone_and_told_apart() -> None:
    judge = Filter(Selection(again=True), ["raw-items", "web"], set())
    elsewhere = replace(without("dateline_topic"), headers=(("dateline_reason", b"x"), ("dateline_topic", b"old")))
    assert judge.skip_reason(elsewhere) == "from old, not one of DATELINE_RAW_TOPICS"
    assert "DATELINE_RAW_TOPICS" in (judge.skip_reason(without("dateline_topic")) or "")
    assert "not dead letters" in (judge.skip_reason(without("dateline_reason")) or "")
    assert judge.skip_reason(LETTER) is None


@pytest.mark.parametrize(("said", "partition"), [(b"0", 0), (b"12", 12), (b"-3", -1), (b"x", -1), ("３".encode(), -1)])
def test_a_partition_that_is_no_number_counts_as_unknown(said: bytes, partition: int) -> None:
    assert replace(LETTER, headers=(("dateline_partition", said),)).origin_partition == partition


def test_letters_travel_in_order_in_transactions_that_are_bounded_in_number_and_bytes() -> None:
    letters = [replace(LETTER, offset=n) for n in range(2 * LETTERS + 1)]
    found = list(batches(letters))
    assert [len(batch) for batch in found] == [LETTERS, LETTERS, 1]
    assert [letter for batch in found for letter in batch] == letters
    large = [replace(LETTER, value=b"x" * (BYTES // 2 + 1))] * 5
    assert [len(batch) for batch in batches(large)] == [2, 2, 1]
    assert list(batches([])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T08:30:00Z", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ("2026-03-01t08:30:00z", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ("2026-03-01 08:30:00.25+05:30", datetime(2026, 3, 1, 3, 0, 0, 250_000, tzinfo=UTC)),
        ("90s", NOW - timedelta(seconds=90)),
        ("15m", NOW - timedelta(minutes=15)),
        ("2h", NOW - timedelta(hours=2)),
        ("3d", NOW - timedelta(days=3)),
        ("1w", NOW - timedelta(weeks=1)),
        ("0s", NOW),
    ],
)
def test_a_moment_is_a_date_a_time_with_its_zone_or_how_long_ago(text: str, expected: datetime) -> None:
    assert parse_when(text, NOW) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2h30m", "-2h", "2 h", "2y", "h", "٢h", "999999w", "2026", "20260301", "2026-W10-1"),
        *("2026-02-30", "2026-03-01T08:30:00", "2026-03-01T08:30Z", "2026-03-01T25:00:00Z"),
    ],
)
def test_a_moment_that_can_be_read_in_two_ways_or_none_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date|:") as caught:
        parse_when(text, NOW)
    assert str(caught.value).startswith(text)


def test_the_stages_to_choose_from_are_those_of_the_schema() -> None:
    schema = orjson.loads((FOLDER / "dead-letter.json").read_bytes())
    assert [stage.value for stage in StageName] == schema["properties"]["stage"]["enum"]


def test_a_tally_cannot_command_the_terminal() -> None:
    tally, shown = Tally(), StringIO()
    tally.add([having(b'{"source": "\\u001b[2J[bold]x\\r"}')])
    tally.skipped["from \x1b]0;title\x07"] += 2
    print_tally(Console(file=shown, force_terminal=False), tally, applied=False)
    assert not set(shown.getvalue()) & set("\x1b\r\x07")
    assert "[bold]x" in shown.getvalue()
    assert "1 dead letter would be replayed" in shown.getvalue()


def test_plain_text_needs_nothing_but_brokers() -> None:
    assert librdkafka_config(Settings(brokers=("a:1", "b:2"))) == {
        "bootstrap.servers": "a:1,b:2",
        "security.protocol": "PLAINTEXT",
    }


def test_a_user_and_an_authority_are_passed_on(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    settings = Settings(
        security_protocol="SASL_SSL",
        sasl_mechanism="SCRAM-SHA-256",
        sasl_username="alice",
        sasl_password="hidden",
        ssl_ca_file=authority.cert,
    )
    configuration = librdkafka_config(settings)
    AdminClient(configuration)  # reads the files
    told = {name: configuration[f"sasl.{name}"] for name in ("mechanism", "username", "password")}
    assert told == {"mechanism": "SCRAM-SHA-256", "username": "alice", "password": "hidden"}
    assert configuration["ssl.ca.location"] == str(authority.cert)


@pytest.mark.parametrize("in_one_file", [False, True])
def test_a_client_certificate_is_loaded_with_its_locked_key(tmp_path: Path, in_one_file: bool) -> None:
    authority = Authority(tmp_path)
    client = authority.client("client", "hidden")
    settings = Settings(
        security_protocol="SSL",
        ssl_ca_file=authority.cert,
        ssl_cert_file=client.bundle() if in_one_file else client.cert,
        ssl_key_file=None if in_one_file else client.key,
        ssl_key_password="hidden",
    )
    AdminClient(librdkafka_config(settings))
    with pytest.raises(Exception, match=r"ssl\.key"):
        AdminClient(librdkafka_config(settings) | {"ssl.key.password": "wrong"})
