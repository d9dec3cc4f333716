"""kill -9: workers vanish in the middle of their work, one to three at once."""

from chaos.fault import Fault
from chaos.recount import recount
from chaos.scene import Scene, Size


def run(scene: Scene) -> None:
    """Kills workers that have delivered something, and starts others."""
    scene.begin()
    while scene.result.times < scene.size.times:
        most = min(scene.size.workers, scene.size.times - scene.result.times)
        victims = scene.rng.sample(scene.fleet.workers, scene.rng.randint(1, most))
        moment = scene.amid_work()
        for victim in victims:
            scene.fleet.kill(victim)
        scene.fleet.start(len(victims))
        scene.resumed(moment, len(victims))
        scene.working(scene.size.workers)
    scene.feeder.finish(scene.size.items)
    scene.settle()
    recount(scene)


KILL = Fault("kill -9", run, Size(5, 4_000, workers=3), Size(100, 100_000, workers=3), Size(10, 10_000, workers=3))
