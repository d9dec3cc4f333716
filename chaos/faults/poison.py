"""Poison: one item in ten can't be published, of every kind there is, among items that can."""

from chaos.bad_items import KINDS, Bad
from chaos.fault import Fault
from chaos.feeder import Item, story
from chaos.scenario import Scenario, Size

SHARE = 0.1
LARGE_SHARE = 0.1
MESSAGE_BYTES = 20_000_000


def run(scenario: Scenario) -> None:
    """Send all at full speed; each bad item must be a dead letter once, with its reason."""
    for topic in (scenario.topics.raw, scenario.topics.dead_letter):
        scenario.cluster.limit_messages(topic, MESSAGE_BYTES)
    mixed = Mixed(scenario)
    scenario.feeder.source = mixed.item
    scenario.feeder.finish(scenario.size.items)
    scenario.fleet.start()
    scenario.result.times = len(mixed.bad)
    scenario.settle()
    if scenario.is_ours:
        check_reasons(scenario, mixed.bad)


class Mixed:
    """Stories with bad items among them; each kind comes before any comes again."""

    def __init__(self, scenario: Scenario) -> None:
        self._rng = scenario.rng
        self._coming: list[Bad] = []
        self.bad: dict[int, Bad] = {}

    def item(self, number: int) -> Item:
        """Return the item with this number."""
        if self._rng.random() >= SHARE:
            return story(number)
        kind = self.bad[number] = self._next_kind()
        return kind.value, kind.headers

    def _next_kind(self) -> Bad:
        if not self._coming:
            first = not self.bad
            self._coming = [kind for kind in KINDS if first or not kind.is_large or self._rng.random() < LARGE_SHARE]
            self._rng.shuffle(self._coming)
        return self._coming.pop()


def check_reasons(scenario: Scenario, bad: dict[int, Bad]) -> None:
    """Every bad item has its reason, and no good one has any."""
    found, expected = scenario.ledger.reasons, {number: kind.reason.value for number, kind in bad.items()}
    for number in sorted(found.keys() | expected.keys()):
        if found.get(number) != expected.get(number):
            name = bad[number].name if number in bad else "a story"
            scenario.problem(f"item {number}, {name}: {found.get(number)} instead of {expected.get(number)}")


POISON = Fault("poison", run, Size(60, 600), Size(1000, 10_000), Size(1000, 10_000))
