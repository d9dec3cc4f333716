"""A TCP proxy between clients and brokers that can fall silent, or hang up and refuse."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Any, Self

_CHUNK_BYTES = 64 * 1024


class Proxy:
    """Forwards each listening port to its target port on the loopback address; runs inside `with`."""

    def __init__(self, routes: Mapping[int, int]) -> None:
        self._routes = routes
        self._servers: list[asyncio.Server] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._thread = Thread(target=self._loop.run_forever, daemon=True, name="proxy")

    def cut(self) -> None:
        """Resets all connections and refuses new ones."""
        self._call(self._hang_up)

    def stall(self) -> None:
        """Keeps all connections, takes new ones and lets nothing through."""
        self._call(self._fall_silent)

    def mend(self) -> None:
        """Works again."""
        self._call(self._listen)

    def __enter__(self) -> Self:
        self._thread.start()
        self.mend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, what: Callable[[], Any]) -> None:
        """Runs a coroutine function of this object on its loop, and waits for it."""
        asyncio.run_coroutine_threadsafe(what(), self._loop).result()

    async def _listen(self) -> None:
        self._flowing.set()
        if not self._servers:
            for port, target in self._routes.items():
                self._servers.append(await asyncio.start_server(self._serve(target), "127.0.0.1", port))

    async def _fall_silent(self) -> None:
        self._flowing.clear()

    async def _hang_up(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()
        for writer in list(self._writers):
            writer.transport.abort()
        self._flowing.set()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    def _serve(self, target: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                there, back = await asyncio.open_connection("127.0.0.1", target)
            except OSError:
                writer.transport.abort()
                return
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

        return serve

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Copies one direction until either end hangs up."""
        self._writers.add(writer)
        with suppress(OSError):
            while data := await reader.read(_CHUNK_BYTES):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        self._writers.discard(writer)
        writer.close()
