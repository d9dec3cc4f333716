"""SIGTERM: at work, while joining, with the brokers away, and twice."""

import subprocess
from contextlib import suppress

from tests.chaos.fault import Fault
from tests.chaos.fleet import Running
from tests.chaos.scene import Scene, Size

WORKERS = 2
EXIT_SECONDS = 10.0
"""What the worker promises, and what most supervisors allow."""

AT_ONCE_SECONDS = 1.0
"""A second SIGTERM waits for nothing."""

BETWEEN_SECONDS = 0.5


def run(scene: Scene) -> None:
    """Each way in turn."""
    scene.begin(WORKERS)
    while scene.result.times < scene.size.times:
        WAYS[scene.result.times % len(WAYS)](scene)
        scene.working(WORKERS)
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
        scene.wait(lambda: scene.group.members() != WORKERS, "the new worker joins")
    moment = scene.moment()
    end(scene, newcomer, "joining")
    scene.resumed(moment)


def brokers_away(scene: Scene) -> None:
    """Without a connection to any broker."""
    moment = scene.amid_work()
    scene.cluster.proxy.cut()
    scene.stay(scene.rng.uniform(0, scene.size.seconds))
    end(scene, scene.rng.choice(scene.fleet.workers), "without brokers")
    _mend(scene, moment.number)


def twice(scene: Scene) -> None:
    """A second SIGTERM, while the first can't be obeyed since brokers do not answer."""
    moment = scene.amid_work()
    scene.cluster.proxy.stall()
    worker = scene.rng.choice(scene.fleet.workers)
    worker.process.terminate()
    # Two at once would be one: a signal that is pending already is not sent again.
    with suppress(subprocess.TimeoutExpired):
        worker.process.wait(BETWEEN_SECONDS)
    end(scene, worker, "twice", AT_ONCE_SECONDS)
    _mend(scene, moment.number)


def end(scene: Scene, worker: Running, where: str, within: float = EXIT_SECONDS) -> None:
    """Sends the signal; any exit but 0, or a late one, is a problem."""
    status, seconds = scene.fleet.terminate(worker)
    if status != 0 or seconds > within:
        scene.problem(f"SIGTERM {where}: exit status {status} after {seconds:.1f} s")


def _mend(scene: Scene, number: int) -> None:
    scene.cluster.proxy.mend()
    scene.fleet.start()
    scene.resumed(scene.moment().after(number))


WAYS = (at_work, joining, brokers_away, twice)
SIGTERM = Fault(
    "SIGTERM", run, Size(4, 2_000, burst=500, seconds=5), Size(100, 50_000, seconds=5), Size(20, 10_000, seconds=5)
)
