"""A zombie: a worker stopped past its session time-out, whose partitions others took, comes back."""

import signal

from chaos.fault import Fault
from chaos.fleet import send
from chaos.scene import Scene, Size


def run(scene: Scene) -> None:
    """SIGSTOP in the middle of work; SIGCONT once the others work without the victim."""
    scene.begin()
    while scene.result.times < scene.size.times:
        victim = scene.rng.choice(scene.fleet.workers)
        moment = scene.amid_work()
        send(victim, signal.SIGSTOP)
        scene.resumed(moment)
        scene.wait(lambda: scene.group.members() == scene.size.workers - 1, "the group goes on without the victim")
        scene.feeder.burst(scene.size.burst)
        send(victim, signal.SIGCONT)
        scene.working(scene.size.workers)
    scene.feeder.finish(scene.size.items)


ZOMBIE = Fault("zombie", run, Size(1, 2_000), Size(10, 20_000, workers=3), Size(3, 6_000, workers=3))
