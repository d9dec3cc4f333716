"""Finds which security protocol a broker's listener speaks, without sending it a user or a password."""

import ssl
from dataclasses import dataclass

from aiokafka.conn import create_conn
from aiokafka.errors import IllegalSaslStateError, KafkaError, for_code
from aiokafka.protocol.admin import SaslHandShakeRequest

# Alerts about the broker's own state; every other one is about what it was shown (RFC 8446, 6.2).
_BROKERS_OWN = ("INTERNAL_ERROR", "USER_CANCELLED")


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener's protocol by Kafka's name, and the SASL mechanisms that it offers."""

    protocol: str
    mechanisms: tuple[str, ...] = ()


async def probe_listener(host: str, port: int, tls: ssl.SSLContext | None, timeout: float) -> Listener | None:
    """Return what the listener speaks; None if that can't be told. `timeout` is in seconds, for each answer."""
    for transport, context in (("PLAINTEXT", None), ("SSL", tls or _unverified())):
        try:
            connection = await create_conn(
                host, port, security_protocol=transport, ssl_context=context, request_timeout_ms=int(timeout * 1000)
            )
        except (KafkaError, OSError) as error:
            if is_tls_alert(root_cause(error)):  # it wants to see a certificate first
                return Listener(transport)
            continue
        try:
            # A listener without SASL answers to this too, and says so (KIP-43).
            answer = await connection.send(SaslHandShakeRequest("any"))
        except (KafkaError, OSError):
            continue
        finally:
            connection.close()
        if for_code(answer.error_code) is IllegalSaslStateError:
            return Listener(transport)
        return Listener(f"SASL_{transport}", tuple(sorted(answer.enabled_mechanisms)))
    return None


def root_cause(error: BaseException) -> BaseException:
    """Return what ended the connection: aiokafka wraps it in errors of its own."""
    return root_cause(error.__cause__) if error.__cause__ is not None else error


def is_tls_alert(error: BaseException) -> bool:
    """Return whether a TLS peer rejected what it was shown."""
    reason = (error.reason or "") if isinstance(error, ssl.SSLError) else ""
    return "ALERT" in reason and not reason.endswith(_BROKERS_OWN)


def _unverified() -> ssl.SSLContext:
    """Create a context that only finds out whether there is TLS, and reveals nothing to the peer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
