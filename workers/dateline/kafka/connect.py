"""The first contact with the brokers: one that turns us away is told from one that is not there."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiokafka.conn import AIOKafkaConnection, collect_hosts, create_conn
from aiokafka.errors import KafkaError
from aiokafka.protocol.metadata import MetadataRequest

from dateline.kafka.listener_probe import spoken
from dateline.kafka.refusal import RefusedError, misspoken, refusal
from dateline.kafka.timeouts import ADMIN
from dateline.settings import Settings

Check = Callable[[AIOKafkaConnection, Settings], Awaitable[None]]
"""Asks an open connection for more; raises what `connect` is to raise."""

_NOT_THERE = (TimeoutError, ConnectionRefusedError, socket.gaierror)


async def connect(settings: Settings, check: Check | None = None) -> None:
    """Returns once a broker lets us in and `check`, if any, is content with it.

    Raises RefusedError where none does and one turns us away, ConnectionError where none is there.
    """
    away: list[str] = []
    refused: list[RefusedError] = []
    _load_tls(settings)
    for host, port, _ in collect_hosts(settings.brokers):
        try:
            async with _connection(settings, host, port) as connection:
                if check is not None:
                    await check(connection, settings)
                return
        except RefusedError as error:
            refused.append(RefusedError(f"{host}:{port}: {error}"))
        except (KafkaError, OSError) as error:
            away.append(f"{host}:{port}: {str(error) or type(error).__name__}")
    raise refused[0] if refused else ConnectionError("; ".join(away))


def _load_tls(settings: Settings) -> None:
    try:
        _ = settings.ssl_context
    except OSError as error:  # ssl.SSLError is one
        raise RefusedError(
            f"certificates or key can't be loaded: {error}; "
            "see DATELINE_SSL_CA_FILE, DATELINE_SSL_CERT_FILE, DATELINE_SSL_KEY_FILE and DATELINE_SSL_KEY_PASSWORD"
        ) from error


@asynccontextmanager
async def _connection(settings: Settings, host: str, port: int) -> AsyncIterator[AIOKafkaConnection]:
    """A connection on which the broker takes requests."""
    try:
        connection = await _open(settings, host, port)
    except _NOT_THERE:
        raise
    except (KafkaError, OSError) as error:
        raise await _explained(error, settings, host, port) from error
    try:
        yield connection
    finally:
        connection.close()


async def _open(settings: Settings, host: str, port: int) -> AIOKafkaConnection:
    connection = await create_conn(
        host,
        port,
        request_timeout_ms=int(ADMIN * 1000),
        security_protocol=settings.security_protocol,
        ssl_context=settings.ssl_context,
        sasl_mechanism=settings.sasl_mechanism,
        sasl_plain_username=settings.sasl_username,
        sasl_plain_password=settings.sasl_password.get_secret_value() if settings.sasl_password else None,
    )
    try:
        # A broker that wants SASL answers ApiVersions to anybody, and ends the connection only at the next request.
        await connection.send(MetadataRequest([]))
    except BaseException:
        connection.close()
        raise
    return connection


async def _explained(error: Exception, settings: Settings, host: str, port: int) -> Exception:
    """A RefusedError where the broker can be shown to turn us away, else the error itself."""
    if (refused := refusal(error, settings)) is not None:
        return refused
    answered = await spoken(host, port, settings.ssl_context, ADMIN)
    return (answered and misspoken(answered, settings)) or error
