"""One fault's stage: topics of its own, workers, steady work, and the count of what comes out."""

import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from chaos.acknowledged import Acknowledged
from chaos.append_observer import AppendObserver
from chaos.feeder import Feeder, Source, story
from chaos.fleet import Fleet, fleet_of
from chaos.group import Group
from chaos.ledger import Ledger
from chaos.result import Result
from tests.support.kafka import Topics
from tests.support.kafka.cluster import Cluster
from tests.support.waiting import until

RAW_PARTITIONS = 8
OUTPUT_PARTITIONS = 4

PATIENCE_SECONDS = {"ours": 600.0, "plain": 240.0}
"""For the group to work again after a fault, before the run is given up. Ours is generous, for a busy machine; plain Faust's is part of the
table, and its session time-out alone is 60 s."""

QUIET_SECONDS = 10.0
"""Without a new output, with all offsets committed: what is missing then will not come anymore."""


@dataclass(frozen=True)
class Size:
    """How often a fault strikes, and at least how many items are sent: so many a second all along, so many at once
    before each fault. `seconds` is the length of an outage; `workers` share the partitions to begin with."""

    times: int
    items: int
    rate: float = 50.0
    burst: int = 1000
    seconds: float = 10.0
    workers: int = 2


@dataclass(frozen=True)
class Moment:
    """When a fault struck: the time, and the first item sent after it."""

    time: float
    number: int

    def after(self, number: int) -> "Moment":
        """Return the same time, with an item that was sent earlier."""
        return Moment(self.time, number)


class Scenario:
    """What a fault needs, inside `with`; `result` tells what came of it."""

    def __init__(self, cluster: Cluster, folder: Path, size: Size, result: Result) -> None:
        self.cluster, self.size, self.result = cluster, size, result
        self.rng = random.Random(f"{result.seed} {result.fault}")
        self.topics = Topics.create(cluster.brokers[0], RAW_PARTITIONS, OUTPUT_PARTITIONS)
        self.fleet: Fleet = fleet_of(result.kind, cluster.proxied, self.topics, folder)
        self.sent = Acknowledged(RAW_PARTITIONS)
        self.feeder = Feeder(cluster.bootstrap, self.topics.raw, self.sent, size.rate)
        self.ledger = Ledger(cluster.bootstrap, self.sent)
        self.group = Group(cluster.bootstrap, self.topics.group, self.topics.raw, RAW_PARTITIONS)
        self._patience = PATIENCE_SECONDS[result.kind]
        self._open = ExitStack()

    @property
    def is_ours(self) -> bool:
        """Whether our conditions apply."""
        return self.result.kind == "ours"

    def problem(self, what: str) -> None:
        """Notes a condition that did not hold."""
        self.result.problems.append(what)

    def slow(self, what: str) -> None:
        """Note a condition on time that did not hold: a problem in the long form, which runs on an idle machine; a short one may be a test
        beside anything.
        """
        if self.result.form == "long":
            self.problem(what)

    def feed(self, source: Source = story) -> None:
        """Items come from now on."""
        self.feeder.source = source
        self._open.enter_context(self.feeder)

    def begin(self) -> None:
        """Items come, and workers share them."""
        self.feed()
        self.fleet.start(self.size.workers)
        self.working(self.size.workers)

    def working(self, members: int) -> None:
        """Returns once the group has so many members and every partition puts out what is sent now."""
        self.wait(lambda: self.group.members() == members, f"{members} workers share the partitions")
        self.flowing()

    def flowing(self) -> None:
        """Returns once every partition has put out an item sent after this call."""
        number = self.feeder.next
        self.wait(lambda: self.ledger.passed(number), "every partition puts out new items")

    def moment(self) -> Moment:
        """Now."""
        return Moment(monotonic(), self.feeder.next)

    def resumed(self, moment: Moment, times: int = 1) -> float:
        """Wait until every partition has put out an item sent after the moment; the seconds since it."""
        self.wait(lambda: self.ledger.passed(moment.number), "every partition puts out items again")
        seconds = monotonic() - moment.time
        self.result.resumes.append(seconds)
        self.result.times += times
        return seconds

    def delete_output(self, topic: str) -> None:
        """Take away a topic that the ledger follows."""
        self.ledger.leave(topic)
        self.cluster.delete_topic(topic)

    def create_output(self, topic: str) -> None:
        """Make it again."""
        self.cluster.create_topic(topic, OUTPUT_PARTITIONS)
        self.ledger.follow(topic)

    def amid_work(self) -> Moment:
        """Return a moment at which the workers have their hands full: outputs are appended and not yet committed."""
        with AppendObserver(self.cluster.bootstrap, self.topics.enriched) as observer:
            self.feeder.burst(self.size.burst)
            if not observer.see(self.rng.randint(1, self.size.burst // 2), self._patience):
                raise TimeoutError("no part of the burst has come out")
        return self.moment()

    def stay(self, seconds: float) -> None:
        """Lets an outage last."""
        over = monotonic() + seconds
        self.wait(lambda: monotonic() >= over, "the outage is over")

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """`until`, while ended workers are started again and the own threads are seen to be well."""

        def checked() -> bool:
            self.fleet.supervise()
            for thread in (self.feeder, self.ledger, self.group):
                thread.check()
            return condition()

        until(checked, self._patience, what, interval=0.1)

    def settle(self) -> None:
        """Stop the feed and wait until all has come out or nothing more will."""
        self.feeder.stop()
        self.feeder.flush()
        for condition, what in (
            (self._is_out, "all offsets are committed"),
            (self.ledger.at_end, "no transaction is open"),
        ):
            try:
                self.wait(condition, what)
            except TimeoutError as late:
                self.problem(f"at the end: {late}; {self._standing()}")

    def count(self) -> None:
        """Fills in the result."""
        result, ledger = self.result, self.ledger
        result.items = len(self.sent)
        result.lost, result.duplicated = len(ledger.missing()), ledger.duplicates()
        result.problems += self.fleet.ended
        result.problems += [f"committed offsets went back: {where}" for where in self.group.went_back[:5]]
        result.problems += [f"out of order: {where}" for where in ledger.disordered[:5]]
        if ledger.unwanted:
            self.problem(f"{ledger.unwanted.total()} messages that must not be seen: {ledger.unwanted.most_common(3)}")

    def _is_out(self) -> bool:
        """Return whether everything is committed, and has come out or will not anymore."""
        return self._is_committed() and (not self.ledger.missing() or self._is_quiet())

    def _is_committed(self) -> bool:
        return all(self.group.committed.get(partition, -1) >= end for partition, end in self.sent.ends().items())

    def _is_quiet(self) -> bool:
        total, over = self.ledger.total, monotonic() + QUIET_SECONDS
        until(lambda: self.ledger.total != total or monotonic() >= over, QUIET_SECONDS * 2, "quiet")
        return self.ledger.total == total

    def _standing(self) -> str:
        return f"committed {sorted(self.group.committed.items())} of {sorted(self.sent.ends().items())}"

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            for part in (self.group, self.ledger, self.fleet):
                opening.enter_context(part)
            self.ledger.follow(self.topics.enriched)
            self.ledger.follow(self.topics.dead_letter)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)
