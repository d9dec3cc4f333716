"""A zombie: a worker stopped past its session time-out, whose partitions others took, comes back."""

import signal

from chaos.fault import Fault
from chaos.fleet import send
from chaos.scenario import Scenario, Size


def run(scenario: Scenario) -> None:
    """SIGSTOP in the middle of work; SIGCONT once the others work without the victim."""
    scenario.begin()
    while scenario.result.times < scenario.size.times:
        victim = scenario.rng.choice(scenario.fleet.workers)
        moment = scenario.amid_work()
        send(victim, signal.SIGSTOP)
        scenario.resumed(moment)
        scenario.wait(
            lambda: scenario.group.members() == scenario.size.workers - 1, "the group goes on without the victim"
        )
        scenario.feeder.burst(scenario.size.burst)
        send(victim, signal.SIGCONT)
        scenario.working(scenario.size.workers)
    scenario.feeder.finish(scenario.size.items)


ZOMBIE = Fault("zombie", run, Size(1, 2_000), Size(10, 20_000, workers=3), Size(3, 6_000, workers=3))
