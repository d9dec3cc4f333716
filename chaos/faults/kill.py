"""kill -9: workers vanish in the middle of their work, one to three at once."""

from chaos.fault import Fault
from chaos.recount import recount
from chaos.scenario import Scenario, Size


def run(scenario: Scenario) -> None:
    """Kills workers that have delivered something, and starts others."""
    scenario.begin()
    while scenario.result.times < scenario.size.times:
        most = min(scenario.size.workers, scenario.size.times - scenario.result.times)
        victims = scenario.rng.sample(scenario.fleet.workers, scenario.rng.randint(1, most))
        moment = scenario.amid_work()
        for victim in victims:
            scenario.fleet.kill(victim)
        scenario.fleet.start(len(victims))
        scenario.resumed(moment, len(victims))
        scenario.working(scenario.size.workers)
    scenario.feeder.finish(scenario.size.items)
    scenario.settle()
    recount(scenario)


KILL = Fault("kill -9", run, Size(5, 4_000, workers=3), Size(100, 100_000, workers=3), Size(10, 10_000, workers=3))
