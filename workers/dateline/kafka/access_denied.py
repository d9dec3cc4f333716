"""Reasons why a broker denies access: unlike an outage, that lasts until somebody changes something."""

import ssl

from aiokafka.errors import SaslAuthenticationFailed

from dateline.kafka.listener_probe import Listener, is_tls_alert, root_cause
from dateline.settings import Settings

# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH (OpenSSL, x509_vfy.h).
_WRONG_NAME = (62, 64)


class AccessDeniedError(Exception):
    """Brokers answer, but deny access; the message says what they refuse and which variable to look at."""


def access_denied(error: BaseException, settings: Settings) -> AccessDeniedError | None:
    """Return what the broker refuses, if the error alone says it."""
    match root_cause(error):
        case SaslAuthenticationFailed():
            what = f"user {settings.sasl_username!r} or its password for {settings.sasl_mechanism} is refused"
            see = "DATELINE_SASL_USERNAME and DATELINE_SASL_PASSWORD"
        case ssl.SSLCertVerificationError() as wrong if wrong.verify_code in _WRONG_NAME:
            what = f"the broker's certificate is for another name: {wrong.verify_message.rstrip('.')}"
            see = "DATELINE_BROKERS"
        case ssl.SSLCertVerificationError() as wrong:
            what, see = f"the broker's certificate is not trusted: {wrong.verify_message}", "DATELINE_SSL_CA_FILE"
        case ssl.SSLError() as alert if is_tls_alert(alert):
            shown = "the client certificate is refused" if settings.ssl_cert_file else "a client certificate is needed"
            what, see = f"{shown}: {alert.reason}", "DATELINE_SSL_CERT_FILE and DATELINE_SSL_KEY_FILE"
        case _:
            return None
    return AccessDeniedError(f"{what}; see {see}")


def protocol_mismatch(listener: Listener, settings: Settings) -> AccessDeniedError | None:
    """Return how the settings differ from what the listener speaks, None if they don't."""
    if listener.protocol != settings.security_protocol:
        what = f"the broker speaks {listener.protocol}, not {settings.security_protocol}"
        return AccessDeniedError(f"{what}; see DATELINE_SECURITY_PROTOCOL")
    if listener.mechanisms and settings.sasl_mechanism not in listener.mechanisms:
        what = f"the broker offers {', '.join(listener.mechanisms)}, not {settings.sasl_mechanism}"
        return AccessDeniedError(f"{what}; see DATELINE_SASL_MECHANISM")
    return None
