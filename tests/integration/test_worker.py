"""The worker as a real process on a real broker."""

import random
from pathlib import Path

import orjson
import pytest

from dateline.domain.rejection import Reason
from dateline.record.formats import OutputFormat, written
from tests.support.formats.bad_items import BAD
from tests.support.items import enriched, envelope
from tests.support.kafka import KafkaBroker, Topics, committed, consume, consume_all, produce
from tests.support.shared_data import shared
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Metrics, Worker

TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def story(number: int) -> bytes:
    return envelope(
        f"Jakarta: Presiden Joko Widodo bertemu tamu ke-{number} di Jakarta pada hari Senin.", id=f"item-{number}"
    )


def total(metrics: Metrics, name: str) -> float:
    return sum(value for (sample, _), value in metrics.items() if sample == name)


@pytest.mark.smoke
def test_a_record_is_keyed_by_id_carries_its_headers_and_is_what_the_command_line_gives(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    raw = story(1)
    produce(kafka.bootstrap, topics.raw, [(None, raw, {"traceparent": TRACE})])
    with Worker(kafka.bootstrap, topics, tmp_path):
        (record,) = consume(kafka.bootstrap, topics.enriched, 1, PATIENCE)
    assert record.key == b"item-1"
    assert record.value == orjson.dumps(enriched(raw))
    assert record.headers["ce_id"] == b"item-1"
    assert record.headers["ce_type"] == b"dateline.enriched-item"
    assert record.headers["ce_specversion"] == b"1.0"
    assert record.headers["ce_source"] == b"/test"
    assert record.headers["content-type"] == b"application/json"
    assert record.headers["traceparent"] == TRACE


def test_items_are_read_however_their_producer_compresses_them(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    for number, codec in enumerate(("gzip", "snappy", "lz4", "zstd")):
        produce(kafka.bootstrap, topics.raw, [(None, story(number), {})], compression=codec)
    with Worker(kafka.bootstrap, topics, tmp_path):
        records = consume(kafka.bootstrap, topics.enriched, 4, PATIENCE)
    assert {record.key for record in records} == {b"item-%d" % number for number in range(4)}


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ("ninjs", (b"application/json", b"https://iptc.org/std/ninjs/ninjs-schema_3.1.json")),
        ("schema.org", (b"application/ld+json", b"https://schema.org/NewsArticle")),
    ],
)
def test_records_are_written_in_the_form_that_is_set(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path, form: str, headers: tuple[bytes, bytes]
) -> None:
    produce(kafka.bootstrap, topics.raw, [(None, story(1), {})])
    with Worker(kafka.bootstrap, topics, tmp_path, {"DATELINE_OUTPUT_FORMAT": form}):
        (record,) = consume(kafka.bootstrap, topics.enriched, 1, PATIENCE)
    assert record.value == orjson.dumps(written(enriched(story(1)), OutputFormat(form)))
    assert (record.headers["content-type"], record.headers["ce_dataschema"]) == headers


def test_each_bad_item_is_a_dead_letter_with_its_reason_and_its_neighbours_are_published(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    bad: list[tuple[bytes | None, dict[str, bytes], Reason]]
    bad = [(raw, {}, reason) for raw, reason in BAD.values() if len(raw or b"") < 900_000]
    bad.append(("Müller".encode("latin-1"), {"content-type": b"text/plain; charset=utf-8"}, Reason.WRONG_CHARSET))
    for n, (raw, headers, _) in enumerate(bad):
        spoilt = (b"key", raw, {"traceparent": TRACE, **headers})
        produce(kafka.bootstrap, topics.raw, [(None, story(n), {}), spoilt], partition=n % 4)
    with Worker(kafka.bootstrap, topics, tmp_path) as worker:
        letters = consume(kafka.bootstrap, topics.dead_letter, len(bad), PATIENCE)
        records = consume(kafka.bootstrap, topics.enriched, len(bad), PATIENCE)
        worker.wait_ready()
        metrics = worker.metrics()
    originals = {(message.partition, message.offset): message for message in consume_all(kafka.bootstrap, topics.raw)}
    reasons = sorted(reason.value for _, _, reason in bad)
    assert sorted((letter.headers["dateline_reason"] or b"").decode() for letter in letters) == reasons
    for letter in letters:
        told = {name: (value or b"").decode() for name, value in letter.headers.items()}
        original = originals[int(told["dateline_partition"]), int(told["dateline_offset"])]
        assert (letter.value, letter.key, told["dateline_topic"]) == (original.value, original.key, topics.raw)
        assert int(told["dateline_timestamp"]) == original.timestamp
        assert told["traceparent"] == TRACE.decode()
        assert told["dateline_stage"]
        assert told["dateline_detail"]
    assert {(record.key or b"").decode() for record in records} == {f"item-{n}" for n in range(len(bad))}
    assert total(metrics, "dateline_dead_letters_total") == len(bad)


def test_items_larger_than_any_message_should_be_are_dead_letters(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    large = Topics(f"{topics.raw}-large", topics.enriched, f"{topics.dead_letter}-large", topics.group)
    for name in (large.raw, large.dead_letter):
        kafka.create_topic(name, 1, {"max.message.bytes": "20000000"})
    raw, reason = BAD["10 MB of text"]
    produce(kafka.bootstrap, large.raw, [(None, story(1), {}), (None, raw, {}), (None, story(2), {})])
    with Worker(kafka.bootstrap, large, tmp_path):
        (letter,) = consume(kafka.bootstrap, large.dead_letter, 1, PATIENCE)
        consume(kafka.bootstrap, large.enriched, 2, PATIENCE)
    assert letter.headers["dateline_reason"] == reason.value.encode()
    assert letter.value == raw


def test_a_record_too_large_for_its_topic_is_a_dead_letter(kafka: KafkaBroker, topics: Topics, tmp_path: Path) -> None:
    small = Topics(topics.raw, f"{topics.enriched}-small", topics.dead_letter, topics.group)
    kafka.create_topic(small.enriched, 1, {"max.message.bytes": "20000"})
    noise = random.Random(7)  # a text that compression does not make small
    long = envelope("\n".join(f"London counted {noise.randbytes(40).hex()} today." for _ in range(900)), id="long")
    produce(kafka.bootstrap, small.raw, [(None, story(1), {}), (None, long, {}), (None, story(2), {})], partition=0)
    with Worker(kafka.bootstrap, small, tmp_path):
        (letter,) = consume(kafka.bootstrap, small.dead_letter, 1, PATIENCE)
        consume(kafka.bootstrap, small.enriched, 2, PATIENCE)
    assert letter.headers["dateline_reason"] == b"output_too_large"
    assert letter.value == long


def test_received_is_finished_plus_in_flight_and_nothing_lags_behind(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(300)])
    with Worker(kafka.bootstrap, topics, tmp_path) as worker:
        consume(kafka.bootstrap, topics.enriched, 300, PATIENCE)
        worker.wait_ready()

        def settled() -> Metrics | None:
            metrics = worker.metrics()
            lags = [value for (name, _), value in metrics.items() if name == "dateline_consumer_lag_items"]
            return metrics if len(lags) == 4 and not any(lags) else None

        metrics = until(settled, PATIENCE, "the lag of four partitions is 0")
        assert total(metrics, "dateline_items_received_total") == 300
        assert total(metrics, "dateline_items_finished_total") + total(metrics, "dateline_in_flight_items") == 300
        assert worker.terminate() == 0
    assert sum(committed(kafka.bootstrap, topics.group, topics.raw).values()) == 300


def test_a_worker_that_is_stopped_and_started_goes_on_where_it_stood(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    for first in (0, 50):
        produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(first, first + 50)])
        with Worker(kafka.bootstrap, topics, tmp_path) as worker:
            consume(kafka.bootstrap, topics.enriched, first + 50, PATIENCE)
            assert worker.terminate() == 0
    keys = [message.key for message in consume_all(kafka.bootstrap, topics.enriched)]
    assert len(keys) == len(set(keys)) == 100


def all_once(kafka: KafkaBroker, topics: Topics, count: int) -> None:
    """Waits until all items are committed; then each must have come out once."""

    def done() -> bool:
        return sum(committed(kafka.bootstrap, topics.group, topics.raw).values()) == count

    until(done, PATIENCE, f"{count} items are committed")
    keys = [message.key for message in consume_all(kafka.bootstrap, topics.enriched)]
    assert len(set(keys)) == count
    assert len(keys) == count


def test_nothing_is_lost_or_doubled_by_kill_9(kafka: KafkaBroker, topics: Topics, tmp_path: Path) -> None:
    produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(2000)])
    for enough in (100, 700):
        with Worker(kafka.bootstrap, topics, tmp_path) as worker:
            consume(kafka.bootstrap, topics.enriched, enough, PATIENCE)
            worker.kill()
    with Worker(kafka.bootstrap, topics, tmp_path):
        all_once(kafka, topics, 2000)


def test_nothing_is_lost_or_doubled_when_a_second_worker_joins_and_leaves(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(1500)])
    with Worker(kafka.bootstrap, topics, tmp_path):
        consume(kafka.bootstrap, topics.enriched, 100, PATIENCE)
        with Worker(kafka.bootstrap, topics, tmp_path) as second:
            second.wait_ready()
            produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(1500, 2000)])
            assert second.terminate() == 0
        all_once(kafka, topics, 2000)


def test_without_its_dead_letter_topic_the_worker_stops_says_so_and_never_skips(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    homeless = Topics(topics.raw, topics.enriched, f"{topics.dead_letter}-later", topics.group)
    produce(kafka.bootstrap, homeless.raw, [(None, b"{broken", {}), (None, story(1), {})], partition=0)
    with Worker(kafka.bootstrap, homeless, tmp_path) as worker:
        worker.wait_ready()
        until(lambda: homeless.dead_letter in worker.readiness(), PATIENCE, "the worker says which topic it misses")
        assert worker.probe("live") == 200
        assert committed(kafka.bootstrap, homeless.group, homeless.raw) == {}
        kafka.create_topic(homeless.dead_letter, 1)
        consume(kafka.bootstrap, homeless.dead_letter, 1, PATIENCE)
        until(
            lambda: committed(kafka.bootstrap, homeless.group, homeless.raw) == {0: 2}, PATIENCE, "both are committed"
        )
        worker.wait_ready()


def test_a_worker_that_cannot_deliver_still_ends_on_sigterm_and_commits_nothing(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    homeless = Topics(topics.raw, topics.enriched, f"{topics.dead_letter}-never", topics.group)
    produce(kafka.bootstrap, homeless.raw, [(None, b"{broken", {})])
    with Worker(kafka.bootstrap, homeless, tmp_path) as worker:
        worker.wait_ready()
        until(lambda: "not found in cluster metadata" in worker.log_tail(), PATIENCE, "the worker looks for the topic")
        assert worker.terminate() == 0
    assert committed(kafka.bootstrap, homeless.group, homeless.raw) == {}


def test_a_broker_that_restarts_loses_and_doubles_nothing(kafka: KafkaBroker, topics: Topics, tmp_path: Path) -> None:
    with Worker(kafka.bootstrap, topics, tmp_path) as worker:
        produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(200)])
        consume(kafka.bootstrap, topics.enriched, 200, PATIENCE)
        kafka.restart()
        produce(kafka.bootstrap, topics.raw, [(None, story(n), {}) for n in range(200, 400)])
        all_once(kafka, topics, 400)
        assert worker.process.poll() is None


def test_the_seed_story_comes_out_exactly(kafka: KafkaBroker, topics: Topics, tmp_path: Path) -> None:
    seed = next(iter(sorted(shared("seed").iterdir()))).read_text("utf-8")
    lines = seed.split("\n")
    produce(kafka.bootstrap, topics.raw, [(None, envelope(seed, source="ndtv"), {})])
    with Worker(kafka.bootstrap, topics, tmp_path):
        (message,) = consume(kafka.bootstrap, topics.enriched, 1, PATIENCE)
    record = orjson.loads(message.value or b"")
    assert record["language"] == "id"
    assert record["dateline"]["place"] == "New Delhi"
    assert record["text"].split("\n") == lines[1:9]
    categories = ["syndication_disclaimer", "video", "video", "related", "related", "related", "related"]
    assert [(piece["category"], piece["text"]) for piece in record["removed"]] == list(
        zip(categories, lines[9:], strict=True)
    )
    assert record["syndicated"]
    assert record["agencies"] == ["NDTV"]
    assert record["related"] == lines[13:]
    entities = {(entity["type"], entity["canonical"]): entity for entity in record["entities"]}
    blinken = entities["PER", "Antony Blinken"]
    assert len(blinken["mentions"]) == record["text"].count("Blinken")
    for name in ("Sergei Lavrov", "Volodymyr Zelensky", "Paul Whelan", "Vladimir Putin"):
        assert ("PER", name) in entities
    assert ("LOC", "New Delhi") in entities
    assert ("ORG", "G20") in entities
    codes = {mention["text"]: entity["country"] for entity in record["entities"] for mention in entity["mentions"]}
    assert {name: codes[name] for name in ("Rusia", "Ukraina", "AS", "China")} == {
        "Rusia": "RU",
        "Ukraina": "UA",
        "AS": "US",
        "China": "CN",
    }


@pytest.mark.usefixtures("kafka")
def test_the_probes_answer_while_the_broker_is_away_and_the_worker_still_ends_at_once(
    topics: Topics, tmp_path: Path
) -> None:
    with Worker("127.0.0.1:1", topics, tmp_path) as worker:
        until(lambda: "no broker answers" in worker.log_tail(), PATIENCE, "the worker says that it finds no broker")
        assert worker.probe("live") == 200
        assert worker.probe("ready") == 503
        assert worker.terminate() == 0
