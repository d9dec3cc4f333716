"""Assignment and pods as queues: how long items wait at a rate, and how a lost pod's backlog is worked off."""

import heapq
import math
import random
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles
from typing import NamedTuple

_SETTLED = 5.0
"""Seconds until the queues have their usual length."""
_NOISE = 1.5
"""Times the largest lag before the loss, up to which the lag is the usual one."""


class Times(NamedTuple):
    """Seconds: the mean CPU time of an item, the spread of its logarithm, a transaction, each record more in it."""

    item: float
    spread: float
    transaction: float
    record: float


class Shape(NamedTuple):
    """A deployment under load: items a second, partitions, pods of one core, a batch's limits; seconds, of which a pod is
    lost at `lost`, the others have its partitions from `taken` on, and another is in its place from `back` on.
    """

    rate: float
    partitions: int
    pods: int
    batch_items: int
    batch_seconds: float
    seconds: float = 120.0
    lost: float = 20.0
    taken: float = 30.0
    back: float = 40.0


class Seen(NamedTuple):
    """Seconds from append to commit before the pod is lost, the largest lag in items after it, and the seconds from the loss
    until the lag was back where it had been; None where it never was.
    """

    p50: float
    p99: float
    most_lag: int
    recovered: float | None


@dataclass
class _Lane:
    """One partition's way: what is appended and not yet taken, and the pod that it belongs to when all are there."""

    home: int
    arrivals: Iterator[float]
    coming: float
    waiting: deque[float] = field(default_factory=deque)

    def appended(self, now: float) -> None:
        """Take in what has come by now."""
        while self.coming <= now:
            self.waiting.append(self.coming)
            self.coming = next(self.arrivals)


def simulate(times: Times, shape: Shape, seed: int = 1) -> Seen:
    """Run it; the same numbers for the same seed."""
    chance = random.Random(seed)
    lanes = [_lane(number, shape, chance) for number in range(shape.partitions)]
    free = [0.0] * shape.pods
    done: list[tuple[float, float]] = []
    turns = [(_ready(lane, 0.0, shape), number) for number, lane in enumerate(lanes)]
    heapq.heapify(turns)
    while turns and turns[0][0] < shape.seconds:
        now, number = heapq.heappop(turns)
        lane = lanes[number]
        if lane.home == 0 and shape.lost <= now < (again := shape.taken if shape.pods > 1 else shape.back):
            heapq.heappush(turns, (_ready(lane, again, shape), number))
            continue
        away = lane.home == 0 and shape.taken <= now < shape.back
        pod = 1 + number // shape.pods % (shape.pods - 1) if away and shape.pods > 1 else lane.home
        lane.appended(now)
        batch = [lane.waiting.popleft() for _ in range(min(shape.batch_items, len(lane.waiting)))]
        free[pod] = max(now, free[pod]) + sum(_service(times, chance) for _ in batch)
        end = free[pod] + times.transaction + times.record * len(batch)
        done += [(appended, end) for appended in batch]
        heapq.heappush(turns, (_ready(lane, end, shape), number))
    for lane in lanes:
        lane.appended(shape.seconds)
        done += [(appended, math.inf) for appended in lane.waiting]
    return _seen(done, shape)


def _lane(number: int, shape: Shape, chance: random.Random) -> _Lane:
    arrivals = _arrivals(shape.rate / shape.partitions, chance)
    return _Lane(number % shape.pods, arrivals, next(arrivals))


def _arrivals(rate: float, chance: random.Random) -> Iterator[float]:
    """Moments of items that come independently of each other."""
    now = 0.0
    while True:
        now += chance.expovariate(rate)
        yield now


def _ready(lane: _Lane, now: float, shape: Shape) -> float:
    """When an idle lane has its next batch: full, or so long after its first item was seen."""
    lane.appended(now)
    seen = now if lane.waiting else lane.coming
    deadline = seen + shape.batch_seconds
    while len(lane.waiting) < shape.batch_items and lane.coming <= deadline:
        now = lane.coming
        lane.appended(now)
    return now if len(lane.waiting) >= shape.batch_items else deadline


def _service(times: Times, chance: random.Random) -> float:
    """Return an item's CPU time: lognormal, with the measured mean."""
    return times.item * chance.lognormvariate(-(times.spread**2) / 2, times.spread)


def _seen(done: list[tuple[float, float]], shape: Shape) -> Seen:
    quiet = [end - appended for appended, end in done if appended > _SETTLED and end < shape.lost]
    cuts = quantiles(quiet, n=100) if len(quiet) > 1 else [math.inf] * 99
    lags = _lags(done, int(shape.seconds))
    usual = _NOISE * max(lags[int(_SETTLED) : int(shape.lost)])
    late = [second for second in range(int(shape.lost), len(lags)) if lags[second] > usual]
    over = None if late and late[-1] == len(lags) - 1 else max(late, default=shape.lost) - shape.lost
    return Seen(cuts[49], cuts[98], max(lags[int(shape.lost) :]), over)


def _lags(done: list[tuple[float, float]], seconds: int) -> list[int]:
    """Items appended and not committed, at the end of each second."""
    came, went = sorted(appended for appended, _ in done), sorted(end for _, end in done)
    return [bisect(came, second) - bisect(went, second) for second in range(1, seconds + 1)]
