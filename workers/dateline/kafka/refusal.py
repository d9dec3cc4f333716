"""Why a broker turns us away: unlike its being away, that lasts until somebody changes something."""

import ssl

from aiokafka.errors import SaslAuthenticationFailed

from dateline.kafka.listener_probe import Spoken, cause, is_alert
from dateline.settings import Settings

# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH (OpenSSL, x509_vfy.h).
_WRONG_NAME = (62, 64)


class RefusedError(Exception):
    """Brokers answer and turn us away; says what they refuse and which variable to look at."""


def refusal(error: BaseException, settings: Settings) -> RefusedError | None:
    """What the broker refuses, where the error alone says it."""
    match cause(error):
        case SaslAuthenticationFailed():
            said = f"user {settings.sasl_username!r} or its password for {settings.sasl_mechanism} is refused"
            see = "DATELINE_SASL_USERNAME and DATELINE_SASL_PASSWORD"
        case ssl.SSLCertVerificationError() as wrong if wrong.verify_code in _WRONG_NAME:
            said = f"the broker's certificate is for another name: {wrong.verify_message.rstrip('.')}"
            see = "DATELINE_BROKERS"
        case ssl.SSLCertVerificationError() as wrong:
            said, see = f"the broker's certificate is not trusted: {wrong.verify_message}", "DATELINE_SSL_CA_FILE"
        case ssl.SSLError() as alert if is_alert(alert):
            shown = "the client certificate is refused" if settings.ssl_cert_file else "a client certificate is needed"
            said, see = f"{shown}: {alert.reason}", "DATELINE_SSL_CERT_FILE and DATELINE_SSL_KEY_FILE"
        case _:
            return None
    return RefusedError(f"{said}; see {see}")


def misspoken(spoken: Spoken, settings: Settings) -> RefusedError | None:
    """What the settings say otherwise than the broker speaks."""
    if spoken.protocol != settings.security_protocol:
        said = f"the broker speaks {spoken.protocol}, not {settings.security_protocol}"
        return RefusedError(f"{said}; see DATELINE_SECURITY_PROTOCOL")
    if spoken.mechanisms and settings.sasl_mechanism not in spoken.mechanisms:
        said = f"the broker offers {', '.join(spoken.mechanisms)}, not {settings.sasl_mechanism}"
        return RefusedError(f"{said}; see DATELINE_SASL_MECHANISM")
    return None
