"""`python -m dateline.pool.fork_server CONTROL PIPELINE`: has a pipeline made from the settings once and forks the pool's processes, which share it.

A process of its own, with one thread and no connection to a broker, can fork safely and at once; it knows how each child ended.
Parent and nursery speak over the socket CONTROL: see `control.py`.
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
from dateline.pipeline.warm_up import RAWS
from dateline.pool.fork_protocol import ANSWER, END, NOT_LOADED, OUT_OF_MEMORY, READY, REQUEST, STAGE_BYTES, UNKNOWN
from dateline.pool.item_processor import Maker, Pipeline
from dateline.pool.process_memory import give_back_unused, own_data_size
from dateline.settings import Settings

# Items after which a child gives back what it does not use: some 20 MB, for a third of a millisecond.
_GIVEN_BACK_EVERY = 200


def main() -> None:
    """Serves until the parent is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the parent, which ends us by its end
        signal.signal(number, signal.SIG_IGN)
    gc.disable()  # a collection would walk the growing lists again and again
    settings = Settings()
    configure(settings.log_level, settings.log_format, settings.secrets())
    module, name = sys.argv[2].split(":")
    try:
        pipeline = getattr(import_module(module), name)(settings)
    except LoadError as error:
        structlog.get_logger("dateline.pool").error("a tagger can't be loaded", error=str(error))
        sys.exit(NOT_LOADED)
    for raw in RAWS:
        Maker(pipeline, settings.enriched_topic, settings.output_format)(Incoming("warm-up", 0, 0, 0, None, raw, ()))
    give_back_unused()
    gc.freeze()  # a collection would touch, and so copy, what the children share
    gc.enable()
    control.sendall(ANSWER.pack(READY))
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 2)
        if not data:
            return
        kind, child = REQUEST.unpack(data)
        if kind == END:
            control.sendall(ANSWER.pack(_exit_code(child)))
            continue
        born = os.fork()
        if born == 0:
            control.close()
            _serve(Connection(descriptors[0]), descriptors[1], pipeline, settings)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(ANSWER.pack(born))


def _exit_code(child: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:
        return UNKNOWN


def _serve(connection: "Connection[Any, Any]", scratch: int, pipeline: Pipeline, settings: Settings) -> None:
    """A child's life: lists of items in, what is made of each out, until the parent is gone."""
    os.lseek(scratch, STAGE_BYTES, os.SEEK_SET)
    faulthandler.enable(scratch, all_threads=False)
    faulthandler.register(signal.SIGPROF, scratch, all_threads=False, chain=True)
    _limit_memory(settings.item_memory_bytes)

    def begins(step: str) -> None:
        os.pwrite(scratch, step.encode()[:STAGE_BYTES].ljust(STAGE_BYTES), 0)

    maker, made = Maker(pipeline, settings.enriched_topic, settings.output_format, begins), 0
    try:
        while True:
            for item in connection.recv():
                connection.send(_within(settings.item_seconds, maker, Incoming(*item)))
                made += 1
                if made % _GIVEN_BACK_EVERY == 0:
                    give_back_unused()
    except (EOFError, BrokenPipeError):
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _within(seconds: float, maker: Maker, item: Incoming) -> object:
    """What is made of an item. The kernel ends the process where that takes more of the CPU's time, be it in Python or not;
    a machine that is only slow, or a container that is held back, costs no item its life.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return maker(item)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(more: int) -> None:
    """Lets the process take so many bytes more than it has now."""
    most = own_data_size() + more
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main()
