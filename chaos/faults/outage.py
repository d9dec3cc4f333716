"""Outages: all brokers down, and connections that are cut or fall silent."""

from chaos.fault import Fault
from chaos.scene import Scene, Size


def brokers_down(scene: Scene) -> None:
    """kill -9 of all brokers, and their return."""
    scene.begin()
    while scene.result.times < scene.size.times:
        before = scene.amid_work()
        scene.cluster.kill()
        scene.stay(scene.size.seconds)
        scene.cluster.start()
        scene.resumed(scene.moment().after(before.number))
    scene.feeder.finish(scene.size.items)


def connections_cut(scene: Scene) -> None:
    """Connections are reset and refused one time, and let nothing through the next."""
    scene.begin()
    while scene.result.times < scene.size.times:
        before = scene.amid_work()
        proxy = scene.cluster.proxy
        (proxy.stall if scene.result.times % 2 else proxy.cut)()
        scene.stay(scene.size.seconds)
        proxy.mend()
        scene.resumed(scene.moment().after(before.number))
    scene.feeder.finish(scene.size.items)


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
