"""Outages: all brokers down, and connections that are cut or fall silent."""

from chaos.fault import Fault
from chaos.scenario import Scenario, Size


def brokers_down(scenario: Scenario) -> None:
    """kill -9 of all brokers, and their return."""
    scenario.begin()
    while scenario.result.times < scenario.size.times:
        before = scenario.amid_work()
        scenario.cluster.kill()
        scenario.stay(scenario.size.seconds)
        scenario.cluster.start()
        scenario.resumed(scenario.moment().after(before.number))
    scenario.feeder.finish(scenario.size.items)


def connections_cut(scenario: Scenario) -> None:
    """Connections are reset and refused one time, and let nothing through the next."""
    scenario.begin()
    while scenario.result.times < scenario.size.times:
        before = scenario.amid_work()
        proxy = scenario.cluster.proxy
        (proxy.stall if scenario.result.times % 2 else proxy.cut)()
        scenario.stay(scenario.size.seconds)
        proxy.mend()
        scenario.resumed(scenario.moment().after(before.number))
    scenario.feeder.finish(scenario.size.items)


# The time to resume counts from the end of the outage.
LONG = Size(5, 10_000, seconds=60)
BROKERS_DOWN = Fault("all brokers down", brokers_down, Size(1, 1_000, burst=500, workers=1), LONG, LONG)
CONNECTIONS_CUT = Fault(
    "connections cut or silent",
    connections_cut,
    Size(2, 1_000, burst=500, workers=1),
    Size(10, 10_000, seconds=30),
    Size(10, 10_000, seconds=30),
)
