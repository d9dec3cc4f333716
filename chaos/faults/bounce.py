"""Hard broker bounces: kill -9 of the broker that has a role, and its return once the workers go on without it."""

from chaos import roles
from chaos.fault import Fault
from chaos.scenario import Scenario, Size

ROLES = (
    roles.partition_leader,
    roles.group_coordinator,
    roles.transaction_coordinator,
    roles.active_controller,
)
RESUME_SECONDS = 30.0
"""Two of three brokers are enough for everything, so the workers must go on by themselves once new leaders are chosen."""


def run(scenario: Scenario) -> None:
    """Each role in turn."""
    scenario.begin()
    while scenario.result.times < scenario.size.times:
        role = ROLES[scenario.result.times % len(ROLES)]
        broker = scenario.cluster.broker(role(scenario))
        moment = scenario.amid_work()
        broker.kill()
        seconds = scenario.resumed(moment)
        if seconds > RESUME_SECONDS:
            scenario.slow(f"{seconds:.0f} s to resume without the {role.__name__}")
        scenario.cluster.start()
        scenario.flowing()
    scenario.feeder.finish(scenario.size.items)


BOUNCE = Fault("hard broker bounce", run, Size(4, 2_000, burst=500, workers=1), Size(20, 20_000), Size(20, 20_000))
