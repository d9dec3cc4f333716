"""The ways into a broker that wants credentials, as the worker's environment."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.kafka.certificates import Authority
from tests.support.kafka.security import SecureBroker

Environment = dict[str, str]

USERS = {
    ("SCRAM-SHA-512", "dateline"): "correct horse",
    ("PLAIN", "dateline"): "battery staple",
    ("SCRAM-SHA-512", "dateline-replay"): "written twice",
}
KEY_PASSWORD = "open sesame"


@dataclass(frozen=True)
class Ways:
    """Into `broker`; `stranger` is an authority that it does not know. Secrets lie in `folder`."""

    broker: SecureBroker
    stranger: Authority
    folder: Path

    def sasl(self, mechanism: str = "SCRAM-SHA-512", user: str = "dateline") -> Environment:
        """By user and password, over TLS."""
        return {
            "DATELINE_BROKERS": self.broker.sasl,
            "DATELINE_SECURITY_PROTOCOL": "SASL_SSL",
            "DATELINE_SASL_MECHANISM": mechanism,
            "DATELINE_SASL_USERNAME": user,
            "DATELINE_SASL_PASSWORD_FILE": self._secret(f"{user}.{mechanism}", USERS[mechanism, user]),
            "DATELINE_SSL_CA_FILE": str(self.broker.authority.cert),
        }

    def mutual(self, authority: Authority | None = None) -> Environment:
        """By a client certificate, of the broker's authority unless another one is said."""
        certificate = (authority or self.broker.authority).client("dateline", KEY_PASSWORD)
        return {
            "DATELINE_BROKERS": self.broker.mutual,
            "DATELINE_SECURITY_PROTOCOL": "SSL",
            "DATELINE_SSL_CA_FILE": str(self.broker.authority.cert),
            "DATELINE_SSL_CERT_FILE": str(certificate.cert),
            "DATELINE_SSL_KEY_FILE": str(certificate.key),
            "DATELINE_SSL_KEY_PASSWORD_FILE": self._secret("key", KEY_PASSWORD),
        }

    def tls(self) -> Environment:
        """Without any certificate, where one is wanted."""
        own = ("DATELINE_SSL_CERT", "DATELINE_SSL_KEY")
        return {name: value for name, value in self.mutual().items() if not name.startswith(own)}

    def plain(self, address: str) -> Environment:
        """Without anything."""
        return {"DATELINE_BROKERS": address}

    def _secret(self, name: str, value: str) -> str:
        """A file as it is mounted into a container, with the end of line that editors leave."""
        file = self.folder / f"{name}.password"
        file.write_text(f"{value}\n")
        return str(file)
