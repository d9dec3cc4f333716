"""`python -m dateline.pool.fork_server CONTROL PIPELINE`: load a pipeline once, then fork worker processes that share its memory.

A process of its own, with one thread and no connection to a broker, forks safely and at once, and can reap what it forked.
It is asked over the socket whose descriptor is CONTROL; `fork_protocol.py` defines the protocol.
"""

import faulthandler
import gc
import os
import resource
import signal
import socket
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import structlog

from dateline.entities.backends.routes import LoadError
from dateline.messages.message import Incoming
from dateline.observe.logs import configure
from dateline.pool.fork_protocol import ANSWER, NOT_LOADED, OUT_OF_MEMORY, READY, REAP, REQUEST, STAGE_BYTES, UNKNOWN
from dateline.pool.item_processor import ItemProcessor, Pipeline
from dateline.pool.process_memory import own_data_size, return_unused
from dateline.settings import Settings

# Items after which a worker process returns its unused memory: some 20 MB, for a third of a millisecond.
_RETURN_MEMORY_EVERY = 200


def main() -> None:
    """Serve until the parent is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the parent, whose end is ours
        signal.signal(number, signal.SIG_IGN)
    gc.disable()  # a collection would walk the growing lists again and again
    settings = Settings()
    configure(settings.log_level, settings.log_format, settings.secrets())
    pipeline = _load(sys.argv[2], settings)
    return_unused()
    gc.freeze()  # a collection would touch, and so copy, the pages that the worker processes share
    gc.enable()
    control.sendall(ANSWER.pack(READY))
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 2)
        if not data:
            return
        kind, pid = REQUEST.unpack(data)
        if kind == REAP:
            control.sendall(ANSWER.pack(_exit_code(pid)))
            continue
        forked = os.fork()
        if forked == 0:
            control.close()
            _serve(Connection(descriptors[0]), descriptors[1], pipeline, settings)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(ANSWER.pack(forked))


def _load(name: str, settings: Settings) -> Pipeline:
    """Call the function named `module:function` with the settings; exit with NOT_LOADED if a model can't be loaded."""
    module, function = name.split(":")
    try:
        pipeline: Pipeline = getattr(import_module(module), function)(settings)
    except LoadError as error:
        structlog.get_logger("dateline.pool").error("entity backend can't be loaded", error=str(error))
        sys.exit(NOT_LOADED)
    return pipeline


def _exit_code(pid: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return UNKNOWN


def _serve(connection: "Connection[Any, Any]", scratch: int, pipeline: Pipeline, settings: Settings) -> None:
    """Run a worker process: receive lists of items, send each one's result, until the parent is gone."""
    os.lseek(scratch, STAGE_BYTES, os.SEEK_SET)
    faulthandler.enable(scratch, all_threads=False)
    faulthandler.register(signal.SIGPROF, scratch, all_threads=False, chain=True)
    _limit_memory(settings.item_memory_bytes)

    def note_stage(stage: str) -> None:
        os.pwrite(scratch, stage.encode()[:STAGE_BYTES].ljust(STAGE_BYTES), 0)

    processor, done = ItemProcessor(pipeline, settings.enriched_topic, settings.output_format, note_stage), 0
    try:
        while True:
            for item in connection.recv():
                connection.send(_process_within(settings.item_seconds, processor, Incoming(*item)))
                done += 1
                if done % _RETURN_MEMORY_EVERY == 0:
                    return_unused()
    except (EOFError, BrokenPipeError):
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _process_within(seconds: float, processor: ItemProcessor, item: Incoming) -> object:
    """Process an item under a CPU-time limit (ITIMER_PROF), at which the kernel kills the process, in C code, too.

    Time that passes while a slow machine or a throttled container runs something else does not count.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return processor(item)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(more: int) -> None:
    """Limit this process to so many bytes more than it has now."""
    limit = own_data_size() + more
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    main()
