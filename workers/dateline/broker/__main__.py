"""`python -m dateline.broker TOPIC…`: a broker until standard input closes or the process is ended."""

import signal
import sys

from confluent_kafka import Producer

_SECONDS_FOR_METADATA = 10.0


def main() -> None:
    """Start the broker, create the topics, print its address on one line and wait."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends its parent, which ends it in turn
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    cluster = Producer({"bootstrap.servers": "unused", "test.mock.num.brokers": 1, "log_level": 0})
    for topic in sys.argv[1:]:
        cluster.list_topics(topic, timeout=_SECONDS_FOR_METADATA)
    broker = next(iter(cluster.list_topics(timeout=_SECONDS_FOR_METADATA).brokers.values()))
    print(f"{broker.host}:{broker.port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
