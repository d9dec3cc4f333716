"""One replay: look for receipts, then send back what has none."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from dateline.replay.cluster import Cluster, Connection
from dateline.replay.dead_letter import Letter
from dateline.replay.filter import Judge, Selection
from dateline.replay.producer import Sender
from dateline.replay.snapshot import Snapshot
from dateline.replay.tally import Tally
from dateline.replay.timeouts import BYTES, LETTERS
from dateline.settings import Settings

Watch = Callable[[Iterable[Letter], str, int | None], Iterable[Letter]]
"""Passes letters on and shows how far they came: letters, what is done with them, how many there are."""


class Replay:
    """Letters of the settings' dead-letter topic; the tally also holds after an error, for what was done before.

    `checkpoint` is called where nothing is half done, and ends the replay by raising.
    """

    def __init__(
        self,
        settings: Settings,
        selection: Selection,
        tally: Tally,
        watch: Watch,
        checkpoint: Callable[[], None],
    ) -> None:
        self._settings, self._selection, self._tally = settings, selection, tally
        self._watch, self._checkpoint = watch, checkpoint
        self._connection = Connection(settings)
        self._cluster = Cluster(self._connection)

    def plan(self) -> None:
        """Counts what would be done. Raises ReplayError and Interrupted."""
        self._tally.add(self._chosen("counting", self._topics()))

    def apply(self) -> None:
        """Does it. Raises ReplayError and Interrupted."""
        topics = self._topics()
        sender = Sender(self._connection, f"{self._settings.group}/replay", topics, self._checkpoint)
        # Before the snapshot is taken, so that no other replay can write receipts behind it.
        sender.open()
        for batch in batches(self._chosen("replaying", topics)):
            sender.send(batch)
            self._tally.add(batch)

    def _topics(self) -> dict[str, int]:
        """Partitions of all topics, every one of which must be there."""
        return self._cluster.partitions(self._settings.dead_letter_topic, *self._settings.raw_topics)

    def _chosen(self, what: str, topics: Mapping[str, int]) -> Iterator[Letter]:
        """The letters to replay; the others are counted."""
        topic = self._settings.dead_letter_topic
        snapshot = Snapshot(self._connection, topic, self._cluster.ends(topic, topics[topic]))
        found, receipts = 0, set[str]()
        for letter in self._watch(snapshot.letters(self._checkpoint), "reading", None):
            found += 1
            if (place := letter.receipt_of) is not None:
                receipts.add(place)
        judge = Judge(self._selection, self._settings.raw_topics, receipts)
        for letter in self._watch(snapshot.letters(self._checkpoint), what, found):
            if letter.receipt_of is not None:
                continue
            if objection := judge.objection(letter):
                self._tally.left_alone[objection] += 1
            else:
                yield letter


def batches(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Letters by as many as go into a transaction."""
    batch: list[Letter] = []
    size = 0
    for letter in letters:
        batch.append(letter)
        size += len(letter.value or b"")
        if len(batch) == LETTERS or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
