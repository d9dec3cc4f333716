"""A rebalance storm: workers join and leave in the middle of their work."""

from chaos.fault import Fault
from chaos.scene import Scene, Size

FEWEST, MOST = 1, 4


def run(scene: Scene) -> None:
    """One or two come or go at a time."""
    scene.begin()
    while scene.result.times < scene.size.times:
        before = len(scene.fleet.workers)
        joins = before == FEWEST or (before < MOST and scene.rng.random() < 0.5)
        room = MOST - before if joins else before - FEWEST
        change = scene.rng.randint(1, min(2, room, scene.size.times - scene.result.times))
        scene.amid_work()
        if joins:
            scene.fleet.start(change)
        else:
            _leave(scene, change)
        scene.wait(lambda before=before: scene.group.members() != before, "the group changes")  # type: ignore[misc]
        scene.resumed(scene.moment(), change)
        scene.working(len(scene.fleet.workers))
    scene.feeder.finish(scene.size.items)


def _leave(scene: Scene, workers: int) -> None:
    for worker in scene.rng.sample(scene.fleet.workers, workers):
        status, seconds = scene.fleet.terminate(worker)
        if status != 0:
            scene.problem(f"a leaving worker ended with {status} after {seconds:.1f} s")


REBALANCE = Fault("rebalance storm", run, Size(4, 2_000, burst=500, workers=1), Size(50, 50_000), Size(20, 20_000))
