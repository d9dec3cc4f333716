"""Hard broker bounces: kill -9 of the broker that has a role, and its return once the workers go on without it."""

from chaos import roles
from chaos.fault import Fault
from chaos.scene import Scene, Size

ROLES = (
    roles.partition_leader,
    roles.group_coordinator,
    roles.transaction_coordinator,
    roles.active_controller,
)
RESUME_SECONDS = 30.0
"""Two of three brokers are enough for everything, so the workers must go on by themselves once new leaders are chosen."""


def run(scene: Scene) -> None:
    """Each role in turn."""
    scene.begin()
    while scene.result.times < scene.size.times:
        role = ROLES[scene.result.times % len(ROLES)]
        broker = scene.cluster.broker(role(scene))
        moment = scene.amid_work()
        broker.kill()
        seconds = scene.resumed(moment)
        if seconds > RESUME_SECONDS:
            scene.slow(f"{seconds:.0f} s to resume without the {role.__name__}")
        scene.cluster.start()
        scene.flowing()
    scene.feeder.finish(scene.size.items)


BOUNCE = Fault("hard broker bounce", run, Size(4, 2_000, burst=500, workers=1), Size(20, 20_000), Size(20, 20_000))
