"""A pipeline that does to its process what an item says; as a program, a pool that works until it is killed."""

import asyncio
import faulthandler
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.domain.story import Story
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pipeline.stage import Results, StageRunner
from dateline.pool.fork_protocol import ForkServer
from dateline.pool.item_processor import Pipeline, RenderedRecord
from dateline.pool.pool import Pool
from dateline.settings import Settings
from tests.support.delivery.batch_context import CountingBatch


def spin() -> None:
    """Takes CPU time for ever."""
    while True:
        pass


def match() -> None:
    """Takes it in C, where no Python code is run."""
    re.fullmatch("(a+)+b", "a" * 64)


def allocate() -> None:
    """Asks for more memory than there is."""
    bytearray(1 << 30)


def recurse() -> None:
    """Until Python says no."""
    recurse()


def fail() -> None:
    """An exception."""
    raise ValueError("no")


_WAYS: dict[bytes, Callable[[], object]] = {
    b"spin": spin,
    b"match for ever": match,
    b"allocate": allocate,
    b"segfault": faulthandler._sigsegv,  # type: ignore[attr-defined]
    b"abort": os.abort,
    b"exit": lambda: os._exit(3),
    b"recurse": recurse,
    b"raise": fail,
    b"wait": lambda: time.sleep(0.5),
}


def process(message: Story, around: StageRunner) -> Results:
    """One step."""
    return (around(StageName.STRIP, _step, message),)


def load(settings: Settings) -> Pipeline:  # noqa: ARG001 - as the fork server calls it
    """Nothing is set."""
    return process


def _step(story: Story) -> Story | Rejected:
    raw = story.raw or b""
    if raw == b"bad":
        return Rejected(StageName.DECODE, Reason.INVALID_JSON, "bad")
    _WAYS.get(raw, lambda: None)()
    name = str(os.getpid()) if raw == b"pid" else raw.decode()
    return replace(story, id=name, source="wire", record={"text": name})


def main() -> None:
    """Writes the pool's process ids into a file and works on."""
    from tests.support.delivery.delivery_harness import item  # noqa: PLC0415 - not in the pool's processes

    pool = Pool(2, Metrics(), Health(), ForkServer("tests.support.pathological:load"))
    pool.start()
    seen: set[bytes] = set()
    while len(seen) < 2:
        for processed in asyncio.run(pool.process([item(n, b"pid") for n in range(12)], CountingBatch())):
            (record,) = processed.results
            assert isinstance(record, RenderedRecord)
            seen.add(record.message.key or b"")
    file = Path(sys.argv[1])
    file.with_suffix(".new").write_text(" ".join(map(str, pool.pids)))
    file.with_suffix(".new").rename(file)
    asyncio.run(pool.process([item(0, b"match for ever")], CountingBatch()))
    time.sleep(600)


if __name__ == "__main__":
    main()
