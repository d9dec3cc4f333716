"""Which security protocol a broker speaks, found without showing it a user or a password."""

import ssl
from dataclasses import dataclass

from aiokafka.conn import create_conn
from aiokafka.errors import IllegalSaslStateError, KafkaError, for_code
from aiokafka.protocol.admin import SaslHandShakeRequest

# Alerts of a broker that is in trouble itself; every other one is about what it was shown (RFC 8446, 6.2).
_OWN_TROUBLE = ("INTERNAL_ERROR", "USER_CANCELLED")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The protocol by Kafka's name for it, and the SASL mechanisms that the broker offers."""

    protocol: str
    mechanisms: tuple[str, ...] = ()


async def spoken(host: str, port: int, tls: ssl.SSLContext | None, timeout: float) -> Spoken | None:
    """What the broker answers to; None where it can't be told. `timeout` in seconds for each of its answers."""
    for transport, context in (("PLAINTEXT", None), ("SSL", tls or _unverified())):
        try:
            connection = await create_conn(
                host, port, security_protocol=transport, ssl_context=context, request_timeout_ms=int(timeout * 1000)
            )
        except (KafkaError, OSError) as error:
            if is_alert(cause(error)):  # it wants to see a certificate first
                return Spoken(transport)
            continue
        try:
            # A listener without SASL answers to this too, and says so (KIP-43).
            answer = await connection.send(SaslHandShakeRequest("any"))
        except (KafkaError, OSError):
            continue
        finally:
            connection.close()
        if for_code(answer.error_code) is IllegalSaslStateError:
            return Spoken(transport)
        return Spoken(f"SASL_{transport}", tuple(sorted(answer.enabled_mechanisms)))
    return None


def cause(error: BaseException) -> BaseException:
    """What ended the connection: aiokafka hides it behind an error of its own."""
    return cause(error.__cause__) if error.__cause__ is not None else error


def is_alert(error: BaseException) -> bool:
    """Whether a TLS peer turned down what it was shown."""
    reason = (error.reason or "") if isinstance(error, ssl.SSLError) else ""
    return "ALERT" in reason and not reason.endswith(_OWN_TROUBLE)


def _unverified() -> ssl.SSLContext:
    """Only asks whether there is TLS, and tells the peer nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
