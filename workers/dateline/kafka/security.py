"""Brokers and security of the settings, in the form that each client library wants."""

from typing import Any

from dateline.settings import Settings

Configuration = dict[str, str | int | float | bool]


def aiokafka_security(settings: Settings) -> dict[str, Any]:
    """Return keyword arguments of aiokafka's clients and connections."""
    return {
        "security_protocol": settings.security_protocol,
        "ssl_context": settings.ssl_context,
        "sasl_mechanism": settings.sasl_mechanism,
        "sasl_plain_username": settings.sasl_username,
        "sasl_plain_password": sasl_password(settings),
    }


def librdkafka_config(settings: Settings) -> Configuration:
    """Return the configuration of confluent-kafka's clients.

    Without DATELINE_SSL_CA_FILE librdkafka looks for the system's authorities itself.
    """
    config: Configuration = {
        "bootstrap.servers": ",".join(settings.brokers),
        "security.protocol": settings.security_protocol,
    }
    if settings.security_protocol.endswith("SSL"):
        config |= _tls(settings)
    if uses_sasl(settings):
        config |= {
            "sasl.mechanism": settings.sasl_mechanism,
            "sasl.username": settings.sasl_username or "",
            "sasl.password": sasl_password(settings) or "",
        }
    return config


def uses_sasl(settings: Settings) -> bool:
    """Return whether the worker authenticates with a user name and password."""
    return settings.security_protocol.startswith("SASL")


def sasl_password(settings: Settings) -> str | None:
    """Return the password in clear, None if there is none."""
    return settings.sasl_password.get_secret_value() if settings.sasl_password else None


def _tls(settings: Settings) -> Configuration:
    """Return a certificate's file may contain its key, too, as Python's TLS allows."""
    key = settings.ssl_key_file or settings.ssl_cert_file
    password = settings.ssl_key_password.get_secret_value() if settings.ssl_key_password else None
    given = {
        "ssl.ca.location": settings.ssl_ca_file,
        "ssl.certificate.location": settings.ssl_cert_file,
        "ssl.key.location": key if settings.ssl_cert_file else None,
        "ssl.key.password": password,
    }
    return {name: str(value) for name, value in given.items() if value is not None}
