"""Drop after failure: an item can't be delivered though the ones behind it could; none may be committed past it."""

from chaos.fault import Fault
from chaos.faults.refused import awaits_not_ready
from chaos.feeder import Item, story
from chaos.scene import RAW_PARTITIONS, Scene, Size

BAD = 3 * RAW_PARTITIONS
"""The item that needs the topic that is missing: the fourth of partition 0."""


def run(scene: Scene) -> None:
    """Without a dead-letter topic, one item can't be a dead letter; then the topic appears."""
    scene.delete_output(scene.topics.dead_letter)
    scene.feeder.source = _spoilt
    scene.feeder.finish(scene.size.items // 2)
    (worker,) = scene.fleet.start()
    awaits_not_ready(scene, worker)
    scene.feeder.finish(scene.size.items)
    others = {number for number in range(scene.size.items) if scene.sent.partition_of(number) != 0}
    scene.wait(lambda: others <= scene.ledger.count.keys(), "the other partitions go on")
    committed = scene.group.committed.get(0, 0)
    if committed > BAD // RAW_PARTITIONS:
        scene.problem(f"offset {committed} is committed, past the item that was not delivered")
    moment = scene.moment()
    scene.create_output(scene.topics.dead_letter)
    scene.resumed(moment.after(scene.size.items - RAW_PARTITIONS))
    scene.settle()
    if scene.ledger.reasons.keys() != {BAD}:
        scene.problem(f"dead letters are {sorted(scene.ledger.reasons)} instead of [{BAD}]")


def _spoilt(number: int) -> Item:
    return (b"{broken", {}) if number == BAD else story(number)


UNDELIVERABLE = Fault("drop after failure", run, Size(1, 400), Size(1, 2_000), None)
