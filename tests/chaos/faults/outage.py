"""Outages: all brokers down, all connections cut, a network that lets nothing through."""

from collections.abc import Callable

from tests.chaos.fault import Fault
from tests.chaos.scene import Scene, Size

WORKERS = 2


def outage(begin: Callable[[Scene], None], end: Callable[[Scene], None]) -> Callable[[Scene], None]:
    """A fault that lasts; the time to resume counts from its end."""

    def run(scene: Scene) -> None:
        scene.begin(WORKERS)
        while scene.result.times < scene.size.times:
            before = scene.amid_work()
            begin(scene)
            scene.stay(scene.size.seconds)
            end(scene)
            scene.resumed(scene.moment().after(before.number))
            scene.working(WORKERS)
        scene.feeder.finish(scene.size.items)

    return run


def _mend(scene: Scene) -> None:
    scene.cluster.proxy.mend()


SHORT, LONG = Size(1, 1_000, burst=500), Size(5, 10_000, seconds=60)
BROKERS_DOWN = Fault(
    "all brokers down",
    outage(lambda scene: scene.cluster.kill(), lambda scene: scene.cluster.start()),
    SHORT,
    LONG,
    LONG,
)
CONNECTIONS_CUT = Fault("connections cut", outage(lambda scene: scene.cluster.proxy.cut(), _mend), SHORT, LONG, LONG)
NETWORK_SILENT = Fault("network silent", outage(lambda scene: scene.cluster.proxy.stall(), _mend), SHORT, LONG, LONG)
