"""Settings that a broker turns down, and what the worker is to say of each."""

from collections.abc import Callable

from tests.support.security_setups import Environment, Ways

WRONG = "wrong as can be"

Refusals = dict[str, tuple[Callable[[Ways], Environment], str]]

REFUSED: Refusals = {
    "wrong password": (
        lambda ways: ways.sasl() | {"DATELINE_SASL_PASSWORD": WRONG},
        "user 'dateline' or its password for SCRAM-SHA-512 is refused; "
        "see DATELINE_SASL_USERNAME and DATELINE_SASL_PASSWORD",
    ),
    "unknown user": (
        lambda ways: ways.sasl() | {"DATELINE_SASL_USERNAME": "nobody"},
        "user 'nobody' or its password for SCRAM-SHA-512 is refused; "
        "see DATELINE_SASL_USERNAME and DATELINE_SASL_PASSWORD",
    ),
    "mechanism that is not offered": (
        lambda ways: ways.sasl() | {"DATELINE_SASL_MECHANISM": "SCRAM-SHA-256"},
        "the broker offers PLAIN, SCRAM-SHA-512, not SCRAM-SHA-256; see DATELINE_SASL_MECHANISM",
    ),
    "untrusted authority": (
        lambda ways: ways.sasl() | {"DATELINE_SSL_CA_FILE": str(ways.stranger.cert)},
        "the broker's certificate is not trusted: unable to get local issuer certificate; see DATELINE_SSL_CA_FILE",
    ),
    "another host name": (
        lambda ways: ways.sasl() | {"DATELINE_BROKERS": ways.broker.sasl.replace("localhost", "127.0.0.1")},
        "the broker's certificate is for another name: "
        "IP address mismatch, certificate is not valid for '127.0.0.1'; see DATELINE_BROKERS",
    ),
    "no client certificate": (
        Ways.tls,
        "a client certificate is needed: SSLV3_ALERT_BAD_CERTIFICATE; "
        "see DATELINE_SSL_CERT_FILE and DATELINE_SSL_KEY_FILE",
    ),
    "plain text where TLS is spoken": (
        lambda ways: ways.plain(ways.broker.sasl),
        "the broker speaks SASL_SSL, not PLAINTEXT; see DATELINE_SECURITY_PROTOCOL",
    ),
}
"""What people get wrong most."""

ALSO_REFUSED: Refusals = {
    "password of another mechanism": (
        lambda ways: ways.sasl() | {"DATELINE_SASL_MECHANISM": "PLAIN"},
        "user 'dateline' or its password for PLAIN is refused",
    ),
    "client certificate of a stranger": (lambda ways: ways.mutual(ways.stranger), "the client certificate is refused"),
    "wrong password of the client key": (
        lambda ways: ways.mutual() | {"DATELINE_SSL_KEY_PASSWORD": WRONG},
        "DATELINE_SSL_KEY_PASSWORD",
    ),
    "certificate where a user is wanted": (
        lambda ways: ways.mutual() | {"DATELINE_BROKERS": ways.broker.sasl},
        "the broker speaks SASL_SSL, not SSL; see DATELINE_SECURITY_PROTOCOL",
    ),
    "user where a certificate is wanted": (
        lambda ways: ways.sasl() | {"DATELINE_BROKERS": ways.broker.mutual},
        "a client certificate is needed",
    ),
    "user and certificate where a certificate is wanted": (
        lambda ways: ways.mutual() | ways.sasl() | {"DATELINE_BROKERS": ways.broker.mutual},
        "the broker speaks SSL, not SASL_SSL; see DATELINE_SECURITY_PROTOCOL",
    ),
    "TLS where plain text is spoken": (
        lambda ways: ways.sasl() | {"DATELINE_BROKERS": ways.broker.bootstrap},
        "the broker speaks PLAINTEXT, not SASL_SSL; see DATELINE_SECURITY_PROTOCOL",
    ),
    "plain text where certificates are wanted": (
        lambda ways: ways.plain(ways.broker.mutual),
        "the broker speaks SSL, not PLAINTEXT; see DATELINE_SECURITY_PROTOCOL",
    ),
}
