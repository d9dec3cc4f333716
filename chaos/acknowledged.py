"""What was sent to the raw topic and acknowledged: the measure of everything that comes out."""

from threading import Lock

PREFIX = b"item-"


def key_of(number: int) -> bytes:
    """Return the key, and the id, of an item."""
    return PREFIX + str(number).encode()


def number_of(key: bytes | None) -> int | None:
    """Return the item that a key stands for; None if it is no item's."""
    digits = (key or b"").removeprefix(PREFIX)
    return int(digits) if key and key.startswith(PREFIX) and digits.isdigit() else None


class Acknowledged:
    """Items by number, and where each partition ends; items go round the partitions."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self._lock = Lock()
        self._numbers: set[int] = set()
        self._ends: dict[int, int] = {}

    def partition_of(self, number: int) -> int:
        """Return where an item goes."""
        return number % self.partitions

    def acknowledge(self, number: int, offset: int) -> None:
        """A broker has the item."""
        with self._lock:
            self._numbers.add(number)
            partition = self.partition_of(number)
            self._ends[partition] = max(self._ends.get(partition, 0), offset + 1)

    def topic_is_gone(self) -> None:
        """The topic was deleted; its offsets begin anew."""
        with self._lock:
            self._ends.clear()

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self) -> set[int]:
        """Return every item so far."""
        with self._lock:
            return set(self._numbers)

    def ends(self) -> dict[int, int]:
        """Return the offset behind the last item of each partition."""
        with self._lock:
            return dict(self._ends)
