"""An authority of the tests and the certificates it gives, as PEM files that live as long as their folder."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key."""

    cert: Path
    key: Path

    def bundle(self) -> Path:
        """Both in one file, as Kafka takes them."""
        bundle = self.cert.with_suffix(".bundle.pem")
        bundle.write_text(self.key.read_text() + self.cert.read_text())
        return bundle


class Authority:
    """Signs certificates; its own certificate is what others are to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._own = self._make("authority", None, "basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign,cRLSign")

    @property
    def cert(self) -> Path:
        """The authority's certificate."""
        return self._own.cert

    def server(self, host: str) -> Certificate:
        """For a server that clients call by `host`, and by no other name."""
        return self._signed(host, None, f"subjectAltName=DNS:{host}")

    def client(self, name: str, password: str | None = None) -> Certificate:
        """For a client called `name`; its key is encrypted where a password is given."""
        return self._signed(name, password)

    def _signed(self, name: str, password: str | None, *extensions: str) -> Certificate:
        usual = ("basicConstraints=CA:FALSE", "authorityKeyIdentifier=keyid")
        signer = ("-CA", str(self._own.cert), "-CAkey", str(self._own.key))
        return self._make(name, password, *usual, *extensions, signer=signer)

    def _make(self, name: str, password: str | None, *extensions: str, signer: tuple[str, ...] = ()) -> Certificate:
        made = Certificate(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        locked = ("-nodes",) if password is None else ("-passout", f"pass:{password}")
        added = [word for extension in extensions for word in ("-addext", extension)]
        files = ("-out", str(made.cert), "-keyout", str(made.key))
        # Without the system's own configuration, which would add to what is asked for.
        command = ["openssl", "req", "-config", "/dev/null", "-x509", "-days", "2", "-subj", f"/CN={name}"]
        done = subprocess.run(
            [*command, *_NEW_KEY, *signer, *locked, *added, *files], check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"openssl could not make {name}:\n{done.stderr}")
        return made
