"""What repeats is said once in a while, with how often it was left out."""

import logging

import pytest

from dateline.observe import logs
from dateline.observe.logs import RateLimitFilter


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(logs, "monotonic", clock)
    return clock


def record(message: object, *args: object, level: int = logging.WARNING, name: str = "aiokafka") -> logging.LogRecord:
    return logging.LogRecord(name, level, __file__, 1, message, args, None)


def test_a_storm_becomes_a_line_in_ten_seconds(clock: Clock) -> None:
    seldom, written = RateLimitFilter(10.0), []
    for second in range(30):
        clock.now = 1000.0 + second
        for node in range(1400):
            line = record("Unable connect to node with id %s", node)
            if seldom.filter(line):
                written.append(line.getMessage())
    assert len(written) == 3
    assert written[0] == "Unable connect to node with id 0"
    assert "13999 like this suppressed in the last 10 s" in written[1]


def test_other_messages_loggers_and_partitions_are_not_held_back(clock: Clock) -> None:  # noqa: ARG001 - time stands still
    seldom = RateLimitFilter(10.0)
    lines = [
        record("one"),
        record("two"),
        record("one", name="faust"),
        record({"event": "delivery failed", "partition": "raw-0"}),
        record({"event": "delivery failed", "partition": "raw-1"}),
    ]
    assert all(seldom.filter(line) for line in lines)
    assert not any(
        seldom.filter(line) for line in (record("two"), record({"event": "delivery failed", "partition": "raw-1"}))
    )


def test_information_is_never_held_back(clock: Clock) -> None:  # noqa: ARG001 - time stands still
    seldom = RateLimitFilter(10.0)
    assert all(seldom.filter(record("started", level=logging.INFO)) for _ in range(5))


def test_our_own_lines_tell_how_often_in_a_field_of_their_own(clock: Clock) -> None:
    seldom = RateLimitFilter(10.0)
    for second in (0, 5, 11):
        clock.now = 1000.0 + second
        line = record({"event": "no broker answers"})
        seldom.filter(line)
    assert line.msg == {"event": "no broker answers", "repeated": "1 like this suppressed in the last 11 s"}
