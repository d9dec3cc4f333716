"""Ports for servers that tests start."""

import random
import socket

# Below the range that systems hand out to outgoing connections: a client that keeps trying to reach a stopped
# server could otherwise be given that server's own port, connect to itself and keep the server from coming back.
_RANGE = range(15_000, 32_000)


def free_port() -> int:
    """A port on the loopback address that nobody listens on."""
    for port in random.sample(_RANGE, 200):
        if _is_free(port):
            return port
    raise RuntimeError("no free port among 200 tried")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
