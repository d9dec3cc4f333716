"""What the benches measured, as it stands in docs/bench.json."""

from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from benchmarks.contenders import LEARN

FILE = Path(__file__).parents[2] / "docs" / "bench.json"
SOAK_FILE = FILE.with_name("soak.json")


class Speed(BaseModel):
    """A contender over the items of a kind: items a second of one core, that beside the loop, milliseconds of CPU an item."""

    per_second: float
    ratio: float
    p50_ms: float | None = None
    p99_ms: float | None = None


class Kind(BaseModel):
    """All contenders over the same items of a kind, and what each of our stages takes of an item, in CPU µs."""

    items: int
    mean_bytes: int
    record_bytes: int
    speeds: dict[str, Speed]
    stages: dict[str, float]

    @property
    def wire_bytes(self) -> int:
        """Of an item and its record."""
        return self.mean_bytes + self.record_bytes

    @property
    def all_stages(self) -> float:
        """Of those that the worker has."""
        return sum(micros for name, micros in self.stages.items() if name != LEARN)


class Alone(BaseModel):
    """Without Kafka; resident memory of each contender's process, in MB, after all items."""

    kinds: dict[str, Kind]
    memory_mb: dict[str, float]
    baseline: str


class Streaming(BaseModel):
    """The way in and out: CPU µs for a message, by way; medians of the rounds."""

    items: int
    message_bytes: int
    micros: dict[str, float]


class Rates(BaseModel):
    """Items a second by number of processes or workers, and CPU µs of an item in the workers' processes; medians of rounds
    that took turns.
    """

    items: int
    kind: str
    per_second: dict[int, float]
    worker_micros: dict[int, float] = {}

    def gain(self, number: int) -> float:
        """Return how many times as fast as one."""
        return self.per_second[number] / self.per_second[1]


class CatchUp(BaseModel):
    """A backlog that one worker with a pool of two works off, broker on the same cores."""

    items: int
    kind: str
    seconds: float


class Start(BaseModel):
    """Seconds from a worker's start to its first committed record, and MB of worker and pool of two after many items."""

    seconds: list[float]
    memory_mb: float
    memory_items: int


class Commit(BaseModel):
    """Transactions one after the other in one partition, by records in each: milliseconds of one, CPU µs of it in the worker's
    process and in the broker's, and CPU nanoseconds of the broker's for each byte more.
    """

    milliseconds: dict[int, float]
    worker_micros: dict[int, float]
    broker_micros: dict[int, float]
    record_bytes: int
    broker_byte_nanos: float


class Results(BaseModel):
    """All parts; one that was not run is None."""

    machine: str = ""
    date: str = ""
    alone: Alone | None = None
    streaming: Streaming | None = None
    pool: Rates | None = None
    worker: Rates | None = None
    workers: Rates | None = None
    catch_up: CatchUp | None = None
    start: Start | None = None
    commit: Commit | None = None

    @property
    def complete(self) -> bool:
        """Whether all is there that scale is computed from."""
        return None not in (self.alone, self.worker, self.commit)

    @classmethod
    def read(cls, file: Path) -> "Results":
        """Return what the file holds; nothing if there is none."""
        return cls.model_validate_json(file.read_bytes()) if file.exists() else cls()

    def write(self, file: Path) -> None:
        """Put it there."""
        file.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")


class Sample(NamedTuple):
    """Seconds since the worker was ready, bytes of all its processes, items that are finished."""

    seconds: float
    memory: int
    finished: int


class Soak(BaseModel):
    """What came of a long run; the slope in MB an hour after the warm-up, with its standard error."""

    minutes: float
    items_a_second: float
    pool_size: int
    slope: float
    slope_error: float
    least_mb: float
    most_mb: float
    finished: int
    dead_letters: int
    pool_restarts: int
    warm_up_seconds: float
    samples: list[Sample]
