"""`dateline replay` as a real process on a real broker: each letter goes back once, whatever happens."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from tests.support.items import enriched, envelope
from tests.support.kafka import KafkaBroker, Message, Topics, consume, consume_all, produce
from tests.support.kafka.client import Record
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Worker

PROJECT = Path(__file__).parents[2]
MANY = 8000
STORIES = ("The port reopened on Monday.", "", "The weir is to be rebuilt in May.", " ")


class Replay:
    """Runs of `python -m workers replay` over one test's topics."""

    def __init__(self, bootstrap: str, topics: Topics) -> None:
        self._started: list[subprocess.Popen[str]] = []
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")},
            "PYTHONPATH": str(PROJECT),
            "DATELINE_BROKERS": bootstrap,
            "DATELINE_GROUP": topics.group,
            "DATELINE_RAW_TOPICS": topics.raw,
            "DATELINE_ENRICHED_TOPIC": topics.enriched,
            "DATELINE_DEAD_LETTER_TOPIC": topics.dead_letter,
        }

    def start(self, *options: str, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "dateline", "replay", *options],
            env={**self._environment, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def kill(self) -> None:
        """Leaves nothing running."""
        for process in self._started:
            process.kill()
            process.communicate()

    def __call__(self, *options: str, environment: Mapping[str, str] | None = None) -> "Ended":
        return Ended(self.start(*options, environment=environment))


class Ended:
    """What a run printed, and its exit status."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        with process:
            self.output, self.errors = process.communicate(timeout=PATIENCE)
        self.status = process.returncode

    @property
    def outcome(self) -> tuple[int, str]:
        """The status with the errors, of which a run that went well has none."""
        return self.status, self.errors


@pytest.fixture
def replay(kafka: KafkaBroker, topics: Topics) -> Iterator[Replay]:
    replay = Replay(kafka.bootstrap, topics)
    yield replay
    replay.kill()


def letter(topics: Topics, value: bytes | None, *, key: bytes | None = b"key", **said: bytes) -> Record:
    """A dead letter as a worker writes it."""
    headers = {"stage": b"decode", "reason": b"invalid_json", "topic": topics.raw.encode(), "attempts": b"1", **said}
    return key, value, {"traceparent": b"00-1", **{f"dateline_{name}": value for name, value in headers.items()}}


def letters(topics: Topics, count: int) -> list[Record]:
    return [letter(topics, b"item %d " % n + b"x" * 1000, partition=b"%d" % (n % 4)) for n in range(count)]


def receipts(found: list[Message]) -> list[Message]:
    return [message for message in found if "dateline_replayed" in message.headers]


def has_replayed(kafka: KafkaBroker, topics: Topics) -> int:
    return len(consume_all(kafka.bootstrap, topics.raw))


def wait_for_more(kafka: KafkaBroker, topics: Topics, items: int) -> None:
    """Returns when so many items more have been appended to the raw topic, committed or not."""
    places = [TopicPartition(topics.raw, partition) for partition in range(4)]
    consumer = Consumer({"bootstrap.servers": kafka.bootstrap, "group.id": "tests"})

    def appended() -> int:
        return sum(consumer.get_watermark_offsets(place, 10)[1] for place in places)

    before = appended()
    until(lambda: appended() > before + items, PATIENCE, "replay is under way", interval=0.01)
    consumer.close()


@contextmanager
def open_transaction(kafka: KafkaBroker, topic: str, partition: int) -> Iterator[None]:
    """Somebody's transaction that is not ended until the end of `with`, and then aborted."""
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "transactional.id": f"open-{topic}"})
    producer.init_transactions(30)
    producer.begin_transaction()
    producer.produce(topic, b"never committed", partition=partition)
    producer.flush(30)
    yield
    producer.abort_transaction(30)


def test_of_a_feed_only_the_stories_that_were_refused_are_processed_again(
    kafka: KafkaBroker, topics: Topics, replay: Replay, tmp_path: Path
) -> None:
    items = "".join(f"<item><guid>{n}</guid><description>{text}</description></item>" for n, text in enumerate(STORIES))
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    produce(kafka.bootstrap, topics.raw, [(None, feed, {"source": b"wire"})])
    with Worker(kafka.bootstrap, topics, tmp_path) as worker:
        (refused,) = consume(kafka.bootstrap, topics.dead_letter, 1, PATIENCE)
        assert (refused.value, refused.headers["dateline_positions"]) == (feed, b"1,3")
        assert replay("--apply").outcome == (0, "")
        again = [
            found
            for found in consume(kafka.bootstrap, topics.dead_letter, 3, PATIENCE)
            if found.headers.get("dateline_reason")
        ]
        metrics = worker.metrics()
    assert [(found.headers["dateline_attempts"], found.headers["dateline_positions"]) for found in again] == [
        (b"1", b"1,3"),
        (b"2", b"1,3"),
    ]
    records = [orjson.loads(record.value or b"") for record in consume_all(kafka.bootstrap, topics.enriched)]
    assert sorted((record["position"], record["text"]) for record in records) == [(0, STORIES[0]), (2, STORIES[2])]
    assert metrics["dateline_published_records_total", frozenset()] == 2


def test_what_a_worker_refused_goes_back_by_reason_once_and_its_next_letter_counts_the_attempts(
    kafka: KafkaBroker, topics: Topics, replay: Replay, tmp_path: Path
) -> None:
    broken, empty = b'{"source": "wire", ', envelope(" ", source="wire")
    for partition, raw in enumerate([broken, empty, None]):
        produce(kafka.bootstrap, topics.raw, [(b"key", raw, {"traceparent": b"00-1"})], partition)
    with Worker(kafka.bootstrap, topics, tmp_path):
        consume(kafka.bootstrap, topics.dead_letter, 3, PATIENCE)
        plan = replay("--reason", "invalid_json", "--reason", "tombstone")
        assert plan.outcome == (0, "")
        assert "2 dead letters would be replayed" in plan.output
        assert "1 skipped: not selected" in plan.output
        assert has_replayed(kafka, topics) == len(consume_all(kafka.bootstrap, topics.dead_letter)) == 3
        assert replay("--apply", "--reason", "invalid_json").outcome == (0, "")
        found = consume(kafka.bootstrap, topics.dead_letter, 5, PATIENCE)
    (receipt,) = receipts(found)
    first, second = (m for m in found if m.headers.get("dateline_reason") == b"invalid_json")
    assert (first.headers["dateline_attempts"], second.headers["dateline_attempts"]) == (b"1", b"2")
    assert (first.key, first.value) == (second.key, second.value) == (b"key", broken)
    assert receipt.headers == {"dateline_replayed": f"{first.topic}/{first.partition}/{first.offset}".encode()}
    assert (receipt.partition, receipt.key, receipt.value) == (first.partition, first.key, None)
    assert has_replayed(kafka, topics) == 4


def test_an_item_goes_back_as_it_came_and_to_where_it_came_from(
    kafka: KafkaBroker, topics: Topics, replay: Replay
) -> None:
    sent = [
        letter(topics, b"\xff\x00", partition=b"3", attempts=b"7", exception=b"ValueError"),
        letter(topics, b"text", key=None, partition=b"2"),
        letter(topics, None, key=b"", partition=b"1", reason=b"tombstone"),
        letter(topics, b"moved", partition=b"99"),
    ]
    produce(kafka.bootstrap, topics.dead_letter, sent)
    assert replay("--apply").outcome == (0, "")
    back = {message.value: message for message in consume_all(kafka.bootstrap, topics.raw)}
    assert len(back) == 4
    assert {value: back[value].partition for value in (b"\xff\x00", b"text", None)} == {
        b"\xff\x00": 3,
        b"text": 2,
        None: 1,
    }
    assert {value: back[value].key for value in back} == {
        b"\xff\x00": b"key",
        b"text": None,
        None: b"",
        b"moved": b"key",
    }
    assert back[b"\xff\x00"].headers == {"traceparent": b"00-1", "dateline_attempts": b"7"}
    assert back[None].headers == {"traceparent": b"00-1", "dateline_attempts": b"1"}


def test_running_it_twice_replays_nothing_unless_asked_to_do_it_again(
    kafka: KafkaBroker, topics: Topics, replay: Replay
) -> None:
    produce(kafka.bootstrap, topics.dead_letter, letters(topics, 5))
    assert replay("--apply").outcome == (0, "")
    second = replay("--apply")
    assert second.outcome == (0, "")
    assert "0 dead letters replayed" in second.output
    assert "5 skipped: already replayed" in second.output
    assert has_replayed(kafka, topics) == 5
    produce(kafka.bootstrap, topics.dead_letter, letters(topics, 1))
    assert "1 dead letter replayed" in replay("--apply").output
    assert "6 dead letters replayed" in replay("--apply", "--again").output
    assert has_replayed(kafka, topics) == 12


def test_a_repaired_item_is_published_as_if_it_had_never_failed(
    kafka: KafkaBroker, topics: Topics, replay: Replay, tmp_path: Path
) -> None:
    raw = envelope("Jakarta: Presiden Joko Widodo bertemu tamu di Jakarta pada hari Senin.", source="wire", guid="g-1")
    produce(kafka.bootstrap, topics.dead_letter, [letter(topics, raw, stage=b"tag", reason=b"stage_exception")])
    assert replay("--apply", "--source", "wire", "--stage", "tag", "--since", "1h").outcome == (0, "")
    with Worker(kafka.bootstrap, topics, tmp_path):
        (record,) = consume(kafka.bootstrap, topics.enriched, 1, PATIENCE)
    assert record.value == orjson.dumps(enriched(raw))
    assert record.headers["traceparent"] == b"00-1"


def test_letters_from_elsewhere_are_left_alone_and_told_of(kafka: KafkaBroker, topics: Topics, replay: Replay) -> None:
    strays = [letter(topics, b"1", topic=b"old-items"), letter(topics, b"2", topic=b"old-items"), (b"k", b"3", {})]
    produce(kafka.bootstrap, topics.dead_letter, [*strays, letter(topics, b"ours")])
    done = replay("--apply")
    assert done.outcome == (0, "")
    assert "1 dead letter replayed" in done.output
    assert "2 skipped: from old-items, not one of DATELINE_RAW_TOPICS" in done.output
    assert "1 skipped: not dead letters" in done.output
    assert [message.value for message in consume_all(kafka.bootstrap, topics.raw)] == [b"ours"]


def test_killed_in_the_middle_and_run_again_it_replays_each_letter_once(
    kafka: KafkaBroker, topics: Topics, replay: Replay
) -> None:
    produce(kafka.bootstrap, topics.dead_letter, letters(topics, MANY))
    for _ in range(3):
        running = replay.start("--apply")
        wait_for_more(kafka, topics, MANY // 10)
        running.kill()
        assert Ended(running).status == -signal.SIGKILL, "it was done before it could be killed"
    assert 0 < has_replayed(kafka, topics) < MANY
    assert replay("--apply").outcome == (0, "")
    back = Counter(message.value for message in consume_all(kafka.bootstrap, topics.raw))
    assert (len(back), back.total()) == (MANY, MANY)
    assert len(receipts(consume_all(kafka.bootstrap, topics.dead_letter))) == MANY


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_tells_how_many_it_replayed(
    kafka: KafkaBroker, topics: Topics, replay: Replay, number: signal.Signals, status: int
) -> None:
    produce(kafka.bootstrap, topics.dead_letter, letters(topics, MANY))
    running = replay.start("--apply")
    wait_for_more(kafka, topics, MANY // 10)
    running.send_signal(number)
    ended = Ended(running)
    count = has_replayed(kafka, topics)
    assert ended.outcome == (status, f"replay: interrupted; {count} dead letters replayed before that\n")
    assert 0 < count < MANY


def test_a_second_replay_takes_over_and_the_first_cannot_write_any_more(
    kafka: KafkaBroker, topics: Topics, replay: Replay
) -> None:
    produce(kafka.bootstrap, topics.dead_letter, letters(topics, MANY))
    first = replay.start("--apply")
    wait_for_more(kafka, topics, MANY // 10)
    first.send_signal(signal.SIGSTOP)
    assert replay("--apply").outcome == (0, "")
    first.send_signal(signal.SIGCONT)
    shut_out = Ended(first)
    assert shut_out.status == 1
    assert shut_out.errors.startswith("replay: another replay of this group began and goes on from here; ")
    assert len(shut_out.errors.splitlines()) == 1
    back = Counter(message.value for message in consume_all(kafka.bootstrap, topics.raw))
    assert (len(back), back.total()) == (MANY, MANY)


def test_receipts_behind_somebodys_open_transaction_are_waited_for(
    kafka: KafkaBroker, topics: Topics, replay: Replay
) -> None:
    produce(kafka.bootstrap, topics.dead_letter, [letter(topics, b"done already")], partition=0)
    with open_transaction(kafka, topics.dead_letter, partition=0):
        receipt = {"dateline_replayed": f"{topics.dead_letter}/0/0".encode()}
        produce(kafka.bootstrap, topics.dead_letter, [(b"key", None, receipt)], partition=0)
        running = replay.start("--apply")
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(3)
    ended = Ended(running)
    assert ended.outcome == (0, "")
    assert "1 skipped: already replayed" in ended.output
    assert has_replayed(kafka, topics) == 0


def test_an_item_too_large_for_its_topic_stops_the_replay_and_nothing_is_half_done(
    kafka: KafkaBroker, topics: Topics
) -> None:
    small = replace(topics, raw=f"{topics.raw}-small")
    kafka.create_topic(small.raw, 1, {"max.message.bytes": "20000"})
    many = [*(letter(small, os.urandom(2000)) for _ in range(49)), letter(small, b"came compressed" * 2000)]
    produce(kafka.bootstrap, small.dead_letter, [*many, letter(small, os.urandom(30_000), reason=b"too_large")], 0)
    refused = Replay(kafka.bootstrap, small)("--apply")
    assert refused.outcome == (
        1,
        f"replay: the item of {small.dead_letter}/0/50 (30000 bytes) is too large for {small.raw}; "
        "0 dead letters replayed before that\n",
    )
    assert has_replayed(kafka, small) == 0
    assert receipts(consume_all(kafka.bootstrap, small.dead_letter)) == []
    assert "50 dead letters replayed" in Replay(kafka.bootstrap, small)("--apply", "--reason", "invalid_json").output


@pytest.mark.parametrize("name", ["DATELINE_DEAD_LETTER_TOPIC", "DATELINE_RAW_TOPICS"])
@pytest.mark.parametrize("options", [[], ["--apply"]])
def test_a_topic_that_is_not_there_is_named(replay: Replay, name: str, options: list[str]) -> None:
    refused = replay(*options, environment={name: "nowhere"})
    assert refused.status == 1
    assert refused.errors.startswith("replay: topic nowhere does not exist, or this user may not see it")
    assert len(refused.errors.splitlines()) == 1


def test_without_a_broker_it_says_so_in_one_line(replay: Replay) -> None:
    refused = replay(environment={"DATELINE_BROKERS": "127.0.0.1:1"})
    assert refused.status == 1
    assert refused.errors.startswith("replay: no broker answers: 127.0.0.1:1: ")
    assert len(refused.errors.splitlines()) == 1


def test_the_replay_that_the_readme_shows_counts_and_changes_nothing(
    kafka: KafkaBroker, topics: Topics, replay: Replay
) -> None:
    line = re.search(r"^dateline replay (.*?)  +#", (PROJECT / "README.md").read_text("utf-8"), re.M)
    assert line is not None
    produce(kafka.bootstrap, topics.dead_letter, [letter(topics, b"x", reason=b"stage_exception", stage=b"tag")] * 3)
    shown = replay(*line[1].split())
    assert shown.outcome == (0, "")
    assert "stage_exception" in shown.output
    assert "3" in shown.output
    assert consume_all(kafka.bootstrap, topics.raw) == []
