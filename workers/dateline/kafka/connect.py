"""The first connection to the brokers, which tells a broker that denies access from one that is unavailable."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiokafka.conn import AIOKafkaConnection, collect_hosts, create_conn
from aiokafka.errors import KafkaError
from aiokafka.protocol.metadata import MetadataRequest

from dateline.kafka.access_denied import AccessDeniedError, access_denied, protocol_mismatch
from dateline.kafka.listener_probe import probe_listener
from dateline.kafka.security import aiokafka_security
from dateline.kafka.timeouts import ADMIN
from dateline.settings import Settings

Check = Callable[[AIOKafkaConnection, Settings], Awaitable[None]]
"""Checks an open connection further; raises what `connect` is to raise."""

_UNAVAILABLE = (TimeoutError, ConnectionRefusedError, socket.gaierror)


async def connect(settings: Settings, check: Check | None = None) -> None:
    """Connect to a broker that accepts us and passes `check`, if any.

    Raises AccessDeniedError if none accepts us and one denies us access, ConnectionError if none is available.
    """
    unavailable: list[str] = []
    denied: list[AccessDeniedError] = []
    _load_tls(settings)
    for host, port, _ in collect_hosts(settings.brokers):
        try:
            async with _connection(settings, host, port) as connection:
                if check is not None:
                    await check(connection, settings)
                return
        except AccessDeniedError as error:
            denied.append(AccessDeniedError(f"{host}:{port}: {error}"))
        except (KafkaError, OSError) as error:
            unavailable.append(f"{host}:{port}: {str(error) or type(error).__name__}")
    raise denied[0] if denied else ConnectionError("; ".join(unavailable))


def _load_tls(settings: Settings) -> None:
    try:
        _ = settings.ssl_context
    except OSError as error:  # ssl.SSLError is one
        raise AccessDeniedError(
            f"certificates or key can't be loaded: {error}; "
            "see DATELINE_SSL_CA_FILE, DATELINE_SSL_CERT_FILE, DATELINE_SSL_KEY_FILE and DATELINE_SSL_KEY_PASSWORD"
        ) from error


@asynccontextmanager
async def _connection(settings: Settings, host: str, port: int) -> AsyncIterator[AIOKafkaConnection]:
    """Open a connection on which the broker answers requests."""
    try:
        connection = await _open(settings, host, port)
    except _UNAVAILABLE:
        raise
    except (KafkaError, OSError) as error:
        raise await _explain(error, settings, host, port) from error
    try:
        yield connection
    finally:
        connection.close()


async def _open(settings: Settings, host: str, port: int) -> AIOKafkaConnection:
    connection = await create_conn(
        host,
        port,
        request_timeout_ms=int(ADMIN * 1000),
        **aiokafka_security(settings),
    )
    try:
        # A broker that wants SASL answers ApiVersions to anybody, and ends the connection only at the next request.
        await connection.send(MetadataRequest([]))
    except BaseException:
        connection.close()
        raise
    return connection


async def _explain(error: Exception, settings: Settings, host: str, port: int) -> Exception:
    """Return an AccessDeniedError if the broker demonstrably denies us access, else the error itself."""
    if (denied := access_denied(error, settings)) is not None:
        return denied
    listener = await probe_listener(host, port, settings.ssl_context, ADMIN)
    return (listener and protocol_mismatch(listener, settings)) or error
