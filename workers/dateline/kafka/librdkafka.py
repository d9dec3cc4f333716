"""Our settings as librdkafka's configuration, for the clients of confluent-kafka."""

from dateline.settings import Settings

Configuration = dict[str, str | int | float | bool]


def librdkafka(settings: Settings) -> Configuration:
    """Brokers and security; without DATELINE_SSL_CA_FILE librdkafka looks for the system's authorities itself."""
    return {
        "bootstrap.servers": ",".join(settings.brokers),
        "security.protocol": settings.security_protocol,
        **(_tls(settings) if settings.security_protocol.endswith("SSL") else {}),
        **(_sasl(settings) if settings.security_protocol.startswith("SASL") else {}),
    }


def _tls(settings: Settings) -> Configuration:
    """A certificate's file may hold its key too, as it may for Python's TLS."""
    key = settings.ssl_key_file or settings.ssl_cert_file
    password = settings.ssl_key_password.get_secret_value() if settings.ssl_key_password else None
    given = {
        "ssl.ca.location": settings.ssl_ca_file,
        "ssl.certificate.location": settings.ssl_cert_file,
        "ssl.key.location": key if settings.ssl_cert_file else None,
        "ssl.key.password": password,
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def _sasl(settings: Settings) -> Configuration:
    password = settings.sasl_password.get_secret_value() if settings.sasl_password else ""
    return {
        "sasl.mechanism": settings.sasl_mechanism,
        "sasl.username": settings.sasl_username or "",
        "sasl.password": password,
    }
