"""A broker that is not there, or is just going, is not taken for one that refuses."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from dateline.kafka.connect import connect
from dateline.settings import Settings
from tests.support.kafka.ports import free_port

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")


def settings(port: int, protocol: str) -> Settings:
    return Settings.model_validate(
        {
            "brokers": f"127.0.0.1:{port}",
            "security_protocol": protocol,
            "sasl_username": "dateline",
            "sasl_password": "secret",
        }
    )


async def closes(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As a broker that is stopping."""
    writer.close()


async def resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As a broker that was killed."""
    await reader.read(1)
    writer.transport.abort()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("answer", [closes, resets])
def test_a_broker_that_ends_the_connection_is_away(protocol: str, answer: Answer) -> None:
    async def attempt() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            await connect(settings(server.sockets[0].getsockname()[1], protocol))

    with pytest.raises(ConnectionError, match=r"127\.0\.0\.1:\d+: "):
        asyncio.run(attempt())


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_port_without_a_broker_is_away(protocol: str) -> None:
    port = free_port()
    with pytest.raises(ConnectionError, match=f"127.0.0.1:{port}: .*Connect call failed"):
        asyncio.run(connect(settings(port, protocol)))


def test_a_name_that_nobody_knows_is_away() -> None:
    with pytest.raises(ConnectionError, match=r"nowhere\.invalid:9092: "):
        asyncio.run(connect(Settings(brokers=("nowhere.invalid:9092",))))
