"""Drop after failure: an item can't be delivered though the ones behind it could; none may be committed past it."""

from chaos.fault import Fault
from chaos.faults.refused import awaits_not_ready
from chaos.feeder import Item, story
from chaos.scenario import RAW_PARTITIONS, Scenario, Size

BAD = 3 * RAW_PARTITIONS
"""The item that needs the topic that is missing: the fourth of partition 0."""


def run(scenario: Scenario) -> None:
    """Without a dead-letter topic, one item can't be a dead letter; then the topic appears."""
    scenario.delete_output(scenario.topics.dead_letter)
    scenario.feeder.source = _spoilt
    scenario.feeder.finish(scenario.size.items // 2)
    (worker,) = scenario.fleet.start()
    awaits_not_ready(scenario, worker)
    scenario.feeder.finish(scenario.size.items)
    others = {number for number in range(scenario.size.items) if scenario.sent.partition_of(number) != 0}
    scenario.wait(lambda: others <= scenario.ledger.count.keys(), "the other partitions go on")
    committed = scenario.group.committed.get(0, 0)
    if committed > BAD // RAW_PARTITIONS:
        scenario.problem(f"offset {committed} is committed, past the item that was not delivered")
    moment = scenario.moment()
    scenario.create_output(scenario.topics.dead_letter)
    scenario.resumed(moment.after(scenario.size.items - RAW_PARTITIONS))
    scenario.settle()
    if scenario.ledger.reasons.keys() != {BAD}:
        scenario.problem(f"dead letters are {sorted(scenario.ledger.reasons)} instead of [{BAD}]")


def _spoilt(number: int) -> Item:
    return (b"{broken", {}) if number == BAD else story(number)


UNDELIVERABLE = Fault("drop after failure", run, Size(1, 400), Size(1, 2_000), None)
