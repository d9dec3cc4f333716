"""SIGTERM: at work, while joining, with the brokers away, and twice."""

import subprocess
from contextlib import suppress
from itertools import cycle

from chaos.fault import Fault
from chaos.fleet import Running
from chaos.scenario import Scenario, Size

EXIT_SECONDS = 10.0
"""What the worker promises, and what most supervisors allow."""

AT_ONCE_SECONDS = 1.0
"""A second SIGTERM waits for nothing."""

BETWEEN_SECONDS = 0.5


def run(scenario: Scenario) -> None:
    """Each way in turn."""
    scenario.begin()
    ways = cycle(WAYS)
    while scenario.result.times < scenario.size.times:
        next(ways)(scenario)
        scenario.working(scenario.size.workers)
    scenario.feeder.finish(scenario.size.items)


def at_work(scenario: Scenario) -> None:
    """In the middle of a transaction."""
    moment = scenario.amid_work()
    end(scenario, scenario.rng.choice(scenario.fleet.workers), "at work")
    scenario.fleet.start()
    scenario.resumed(moment)


def joining(scenario: Scenario) -> None:
    """One that has only started, or that the group is being joined by."""
    (newcomer,) = scenario.fleet.start()
    scenario.wait(lambda: newcomer.log.stat().st_size > 0, "the new worker says something")
    if scenario.rng.random() < 0.7:
        scenario.wait(lambda: scenario.group.members() != scenario.size.workers, "the new worker joins")
    moment = scenario.moment()
    end(scenario, newcomer, "joining")
    scenario.resumed(moment)


def brokers_away(scenario: Scenario) -> None:
    """Without an answer from any broker: one worker is told once and one twice."""
    moment = scenario.amid_work()
    scenario.rng.choice((scenario.cluster.proxy.cut, scenario.cluster.proxy.stall))()
    scenario.stay(scenario.rng.uniform(0, scenario.size.seconds))
    once, twice = scenario.rng.sample(scenario.fleet.workers, 2)
    twice.process.terminate()
    # Two at once would be one: a signal that is pending already is not sent again.
    with suppress(subprocess.TimeoutExpired):
        twice.process.wait(BETWEEN_SECONDS)
    end(scenario, twice, "twice without brokers", AT_ONCE_SECONDS)
    end(scenario, once, "without brokers")
    scenario.cluster.proxy.mend()
    scenario.fleet.start(2)
    scenario.resumed(scenario.moment().after(moment.number), times=2)


def end(scenario: Scenario, worker: Running, where: str, within: float = EXIT_SECONDS) -> None:
    """Send the signal; any exit but 0, or a late one, is a problem."""
    status, seconds = scenario.fleet.terminate(worker)
    if status != 0:
        scenario.problem(f"SIGTERM {where}: exit status {status} after {seconds:.1f} s")
    elif seconds > within:
        scenario.slow(f"SIGTERM {where}: {seconds:.1f} s")


WAYS = (at_work, joining, brokers_away)
SIGTERM = Fault(
    "SIGTERM", run, Size(4, 2_000, burst=500, seconds=5), Size(100, 50_000, seconds=5), Size(20, 10_000, seconds=5)
)
