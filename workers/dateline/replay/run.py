"""One replay: collect the markers, then send back the dead letters without one."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from dateline.replay.cluster import Cluster, Connection
from dateline.replay.dead_letter import DeadLetter
from dateline.replay.filter import Filter, Selection
from dateline.replay.producer import ReplayProducer
from dateline.replay.snapshot import Snapshot
from dateline.replay.tally import Tally
from dateline.replay.timeouts import BYTES, LETTERS
from dateline.settings import Settings

Progress = Callable[[Iterable[DeadLetter], str, int | None], Iterable[DeadLetter]]
"""Passes dead letters on and shows progress: the dead letters, what is done with them, how many there are."""


class Replay:
    """A replay of the configured dead-letter topic. After an error, the tally contains what was done before it.

    `checkpoint` is called whenever nothing is half done, and ends the replay by raising.
    """

    def __init__(
        self,
        settings: Settings,
        selection: Selection,
        tally: Tally,
        progress: Progress,
        checkpoint: Callable[[], None],
    ) -> None:
        self._settings, self._selection, self._tally = settings, selection, tally
        self._progress, self._checkpoint = progress, checkpoint
        self._connection = Connection(settings)
        self._cluster = Cluster(self._connection)

    def plan(self) -> None:
        """Count what would be done. Raises ReplayError and Interrupted."""
        self._tally.add(self._selected("counting", self._topics()))

    def apply(self) -> None:
        """Do it. Raises ReplayError and Interrupted."""
        topics = self._topics()
        producer = ReplayProducer(self._connection, f"{self._settings.group}/replay", topics, self._checkpoint)
        # Before the snapshot is taken, so that no other replay can write markers after it.
        producer.open()
        for batch in batches(self._selected("replaying", topics)):
            producer.send(batch)
            self._tally.add(batch)

    def _topics(self) -> dict[str, int]:
        """Return the number of partitions of all topics, every one of which must exist."""
        return self._cluster.partitions(self._settings.dead_letter_topic, *self._settings.raw_topics)

    def _selected(self, what: str, topics: Mapping[str, int]) -> Iterator[DeadLetter]:
        """Yield the dead letters to replay; count the others."""
        topic = self._settings.dead_letter_topic
        snapshot = Snapshot(self._connection, topic, self._cluster.ends(topic, topics[topic]))
        count, markers = 0, set[str]()
        for letter in self._progress(snapshot.messages(self._checkpoint), "reading", None):
            count += 1
            if (place := letter.marker_of) is not None:
                markers.add(place)
        filter_ = Filter(self._selection, self._settings.raw_topics, markers)
        for letter in self._progress(snapshot.messages(self._checkpoint), what, count):
            if letter.marker_of is not None:
                continue
            if reason := filter_.skip_reason(letter):
                self._tally.skipped[reason] += 1
            else:
                yield letter


def batches(letters: Iterable[DeadLetter]) -> Iterator[list[DeadLetter]]:
    """Group dead letters into transactions."""
    batch: list[DeadLetter] = []
    size = 0
    for letter in letters:
        batch.append(letter)
        size += len(letter.value or b"")
        if len(batch) == LETTERS or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
