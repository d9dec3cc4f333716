"""A broker that lets nobody in without credentials, and does nothing for anybody without a permission."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from confluent_kafka.admin._acl import AclBinding, AclBindingFilter

from tests.support.kafka.broker import KafkaBroker, Node
from tests.support.kafka.certificates import Authority
from tests.support.kafka.ports import free_port

HOST = "localhost"
# Without SCRAM-SHA-256, so that there is one to ask for in vain.
MECHANISMS = ("PLAIN", "SCRAM-SHA-512")
_LOGIN = "org.apache.kafka.common.security"


class SecureBroker(KafkaBroker):
    """`bootstrap` is the tests' own way in, plain text and all-powerful; workers come by `sasl` or by `mutual`.

    `users` have a password each: of the mechanism that is said, and of no other.
    """

    def __init__(self, folder: Path, users: Mapping[tuple[str, str], str]) -> None:
        node, sasl, mutual = Node(), free_port(), free_port()
        self.authority = Authority(folder / "certificates")
        self.sasl, self.mutual = f"{HOST}:{sasl}", f"{HOST}:{mutual}"
        super().__init__(
            folder / "broker",
            _listeners(node, sasl, mutual) | _tls(self.authority) | _mechanisms(users) | _AUTHORIZER,
            node,
            [word for (mechanism, name), password in users.items() for word in _scram(mechanism, name, password)],
        )

    def grant(self, permissions: Iterable[AclBinding]) -> None:
        """Gives permissions."""
        admin = self._admin()
        for done in admin.create_acls(list(permissions)).values():
            done.result(30)

    def revoke(self, permissions: Iterable[AclBinding]) -> None:
        """Takes permissions away."""
        exactly = [
            AclBindingFilter(
                acl.restype,
                acl.name,
                acl.resource_pattern_type,
                acl.principal,
                acl.host,
                acl.operation,
                acl.permission_type,
            )
            for acl in permissions
        ]
        admin = self._admin()
        for done in admin.delete_acls(exactly).values():
            done.result(30)


# Whoever comes in plain text is ANONYMOUS: the tests and the broker itself, from this machine only.
_AUTHORIZER = {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": "false",
    "super.users": "User:ANONYMOUS",
}


def _listeners(node: Node, sasl: int, mutual: int) -> dict[str, str]:
    ways = {"CLIENT": f"127.0.0.1:{node.client_port}", "SASL": f"127.0.0.1:{sasl}", "MUTUAL": f"127.0.0.1:{mutual}"}
    named = {"CLIENT": ways["CLIENT"], "SASL": f"{HOST}:{sasl}", "MUTUAL": f"{HOST}:{mutual}"}
    listening = ways | {"CONTROLLER": f"127.0.0.1:{node.controller_port}"}
    return {
        "listeners": ",".join(f"{name}://{address}" for name, address in listening.items()),
        "advertised.listeners": ",".join(f"{name}://{address}" for name, address in named.items()),
        "listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MUTUAL:SSL",
    }


def _tls(authority: Authority) -> dict[str, str]:
    return {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(authority.server(HOST).bundle()),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(authority.cert),
        "listener.name.mutual.ssl.client.auth": "required",
        # The user is the certificate's common name alone.
        "ssl.principal.mapping.rules": "RULE:^CN=([^,]+).*$/$1/",
    }


def _mechanisms(users: Mapping[tuple[str, str], str]) -> dict[str, str]:
    plain = "".join(
        f' user_{name}="{password}"' for (mechanism, name), password in users.items() if mechanism == "PLAIN"
    )
    return {
        "sasl.enabled.mechanisms": ",".join(MECHANISMS),
        "listener.name.sasl.plain.sasl.jaas.config": f"{_LOGIN}.plain.PlainLoginModule required{plain};",
        "listener.name.sasl.scram-sha-512.sasl.jaas.config": f"{_LOGIN}.scram.ScramLoginModule required;",
    }


def _scram(mechanism: str, name: str, password: str) -> tuple[str, ...]:
    """The arguments of `kafka-storage format` for a user (KIP-900)."""
    if mechanism == "PLAIN":
        return ()
    return "--add-scram", f"{mechanism}=[name={name},password={password}]"
