"""A rebalance storm: workers join and leave in the middle of their work."""

from chaos.fault import Fault
from chaos.scenario import Scenario, Size

FEWEST, MOST = 1, 4


def run(scenario: Scenario) -> None:
    """One or two come or go at a time."""
    scenario.begin()
    while scenario.result.times < scenario.size.times:
        before = len(scenario.fleet.workers)
        joins = before == FEWEST or (before < MOST and scenario.rng.random() < 0.5)
        room = MOST - before if joins else before - FEWEST
        change = scenario.rng.randint(1, min(2, room, scenario.size.times - scenario.result.times))
        scenario.amid_work()
        if joins:
            scenario.fleet.start(change)
        else:
            _leave(scenario, change)
        scenario.wait(lambda before=before: scenario.group.members() != before, "the group changes")  # type: ignore[misc]
        scenario.resumed(scenario.moment(), change)
        scenario.working(len(scenario.fleet.workers))
    scenario.feeder.finish(scenario.size.items)


def _leave(scenario: Scenario, workers: int) -> None:
    for worker in scenario.rng.sample(scenario.fleet.workers, workers):
        status, seconds = scenario.fleet.terminate(worker)
        if status != 0:
            scenario.problem(f"a leaving worker ended with {status} after {seconds:.1f} s")


REBALANCE = Fault("rebalance storm", run, Size(4, 2_000, burst=500, workers=1), Size(50, 50_000), Size(20, 20_000))
