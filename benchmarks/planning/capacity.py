"""What a deployment needs at a rate, from what the bench measured: pods, partitions, transactions, brokers, cost."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import workload
from benchmarks.contenders import LEARN, OURS
from benchmarks.planning.simulation import Shape, Times
from benchmarks.reporting.results import Results
from dateline.settings import Settings

BROKER_CPU = "the brokers' CPU"
_PARTITIONS_A_POD = 3
_BATCH_ITEMS: int = Settings.model_fields["batch_items"].default
# In 99 of 100 cases a standard normal value is below this one.
_P99 = 2.326


@dataclass(frozen=True)
class Assumptions:
    """What can't be measured here: price of a core for an hour, how much of a resource may be used, brokers with their cores
    and bytes a second of their network in each direction; and how long a batch waits, in seconds.
    """

    price: float = 0.04
    load: float = 0.7
    brokers: int = 3
    replicas: int = 3
    broker_cores: int = 4
    link: float = 1.25e9
    batch_seconds: float = Settings.model_fields["batch_seconds"].default


@dataclass(frozen=True)
class Capacity:
    """What an item of a kind and a transaction cost, in seconds and bytes, and what follows from it."""

    times: Times
    broker_transaction: float
    broker_message: float
    broker_byte: float
    learner: float
    wire: float
    assumed: Assumptions

    def pods(self, rate: float) -> int:
        """Of one core each."""
        return max(1, math.ceil(rate * self.times.item / self.assumed.load))

    def partitions(self, rate: float) -> int:
        """Return a few for each pod, so that one more or less is no great matter; by dozens."""
        return 12 * math.ceil(self.pods(rate) * _PARTITIONS_A_POD / 12)

    def shape(self, rate: float) -> Shape:
        """As it is simulated."""
        return Shape(rate, self.partitions(rate), self.pods(rate), _BATCH_ITEMS, self.assumed.batch_seconds)

    def transactions(self, rate: float) -> float:
        """Return a second: to the item that begins a partition's batch come those of its time, and of the commit before it."""
        more = rate / self.partitions(rate) * (self.assumed.batch_seconds + self.times.transaction)
        return rate / min(_BATCH_ITEMS, 1 + more)

    def broker_cores(self, rate: float) -> float:
        """Of all brokers together. Item and record are written and read by a leader and by each follower, all at the price of a
        write; each replica has a transaction's marks, too.
        """
        messages = rate * 2 * (2 * self.broker_message + self.wire * self.broker_byte)
        return (messages + self.transactions(rate) * self.broker_transaction) * self.assumed.replicas

    def network(self, rate: float) -> float:
        """Bytes a second into all brokers, and as many out of them, to followers, workers and one reader."""
        return rate * self.wire * self.assumed.replicas

    def cost(self) -> float:
        """Of a million items in the workers."""
        return 1e6 * self.times.item / self.assumed.load / 3600 * self.assumed.price

    def of_a_partition(self) -> float:
        """Items a second that one takes at most, with a core of its own: a batch is processed, then committed."""
        return _BATCH_ITEMS / (_BATCH_ITEMS * (self.times.item + self.times.record) + self.times.transaction)

    def learned(self) -> float:
        """Items a second that one learner takes at most."""
        return self.assumed.load / self.learner

    def limits(self) -> dict[str, float]:
        """Return the rate at which each thing is used up that more pods do not mend."""
        cores = self.assumed.brokers * self.assumed.broker_cores * self.assumed.load
        network = self.assumed.brokers * self.assumed.link * self.assumed.load
        return {
            BROKER_CPU: _highest(lambda rate: self.broker_cores(rate) <= cores),
            "the brokers' network": network / self.network(1),
        }


def capacity(results: Results, kind: str, assumed: Assumptions) -> Capacity:
    """For items of a kind. Raises ValueError if a part was not measured."""
    if not (results.alone and results.worker and results.commit):
        raise ValueError("docs/bench.json lacks a part; `make bench` makes it")
    story, own = results.alone.kinds[workload.STORY], results.alone.kinds[kind]
    speed = own.speeds[OURS]
    assert speed.p50_ms
    assert speed.p99_ms
    # What a worker takes of an item beside the pipeline, measured where both were.
    around = max(0.0, results.worker.worker_micros[1] / 1e6 - 1 / story.speeds[OURS].per_second)
    spread = math.log(speed.p99_ms / speed.p50_ms) / _P99
    seconds, record = _line(results.commit.milliseconds, 1e-3)
    broker_transaction, broker_record = _line(results.commit.broker_micros, 1e-6)
    byte = results.commit.broker_byte_nanos * 1e-9
    return Capacity(
        Times(1 / speed.per_second + around, spread, seconds, record),
        broker_transaction,
        max(0.0, broker_record - results.commit.record_bytes * byte),
        byte,
        own.stages[LEARN] / 1e6,
        own.wire_bytes,
        assumed,
    )


def _line(figures: dict[int, float], unit: float) -> tuple[float, float]:
    """Return a transaction's own share and a record's, in units."""
    (few, less), (many, more) = sorted(figures.items())
    record = max(0.0, more - less) / (many - few)
    return max(0.0, less - few * record) * unit, record * unit


def _highest(fits: Callable[[float], bool]) -> float:
    """Return the highest rate that fits, by halves."""
    low, high = 0.0, 1e7
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
