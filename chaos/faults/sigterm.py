"""SIGTERM: at work, while joining, with the brokers away, and twice."""

import subprocess
from contextlib import suppress
from itertools import cycle

from chaos.fault import Fault
from chaos.fleet import Running
from chaos.scene import Scene, Size

EXIT_SECONDS = 10.0
"""What the worker promises, and what most supervisors allow."""

AT_ONCE_SECONDS = 1.0
"""A second SIGTERM waits for nothing."""

BETWEEN_SECONDS = 0.5


def run(scene: Scene) -> None:
    """Each way in turn."""
    scene.begin()
    ways = cycle(WAYS)
    while scene.result.times < scene.size.times:
        next(ways)(scene)
        scene.working(scene.size.workers)
    scene.feeder.finish(scene.size.items)


def at_work(scene: Scene) -> None:
    """In the middle of a transaction."""
    moment = scene.amid_work()
    end(scene, scene.rng.choice(scene.fleet.workers), "at work")
    scene.fleet.start()
    scene.resumed(moment)


def joining(scene: Scene) -> None:
    """One that has only started, or that the group is being joined by."""
    (newcomer,) = scene.fleet.start()
    scene.wait(lambda: newcomer.log.stat().st_size > 0, "the new worker says something")
    if scene.rng.random() < 0.7:
        scene.wait(lambda: scene.group.members() != scene.size.workers, "the new worker joins")
    moment = scene.moment()
    end(scene, newcomer, "joining")
    scene.resumed(moment)


def brokers_away(scene: Scene) -> None:
    """Without an answer from any broker: one worker is told once and one twice."""
    moment = scene.amid_work()
    scene.rng.choice((scene.cluster.proxy.cut, scene.cluster.proxy.stall))()
    scene.stay(scene.rng.uniform(0, scene.size.seconds))
    once, twice = scene.rng.sample(scene.fleet.workers, 2)
    twice.process.terminate()
    # Two at once would be one: a signal that is pending already is not sent again.
    with suppress(subprocess.TimeoutExpired):
        twice.process.wait(BETWEEN_SECONDS)
    end(scene, twice, "twice without brokers", AT_ONCE_SECONDS)
    end(scene, once, "without brokers")
    scene.cluster.proxy.mend()
    scene.fleet.start(2)
    scene.resumed(scene.moment().after(moment.number), times=2)


def end(scene: Scene, worker: Running, where: str, within: float = EXIT_SECONDS) -> None:
    """Send the signal; any exit but 0, or a late one, is a problem."""
    status, seconds = scene.fleet.terminate(worker)
    if status != 0:
        scene.problem(f"SIGTERM {where}: exit status {status} after {seconds:.1f} s")
    elif seconds > within:
        scene.slow(f"SIGTERM {where}: {seconds:.1f} s")


WAYS = (at_work, joining, brokers_away)
SIGTERM = Fault(
    "SIGTERM", run, Size(4, 2_000, burst=500, seconds=5), Size(100, 50_000, seconds=5), Size(20, 10_000, seconds=5)
)
