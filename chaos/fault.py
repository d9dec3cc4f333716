"""A fault, its sizes, and how it is run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from confluent_kafka import KafkaException

from chaos.result import Form, Kind, Result
from chaos.scenario import Scenario, Size
from tests.support.kafka.cluster import Cluster

BROKERS = 3
"""Of the cluster that every fault is tried on: with replication 3 and min.insync.replicas 2, one may be away."""


@dataclass(frozen=True)
class Fault:
    """`plain` is how plain Faust is run beside our long form; None if the fault has no meaning for it."""

    name: str
    run: Callable[[Scenario], None]
    short: Size
    long: Size
    plain: Size | None

    def size(self, kind: Kind, form: Form) -> Size:
        """Return the size of one run."""
        if form == "short":
            return self.short
        return self.plain if kind == "plain" and self.plain else self.long


def strike(fault: Fault, cluster: Cluster, folder: Path, result: Result) -> Result:
    """Run a fault against one kind of worker and fill in its result; what goes wrong on the way is a problem there."""
    began = monotonic()
    with Scenario(cluster, folder, fault.size(result.kind, result.form), result) as scenario:
        try:
            fault.run(scenario)
        except (TimeoutError, RuntimeError, KafkaException) as error:
            scenario.problem(f"{type(error).__name__}: {error}")
        finally:
            cluster.proxy.mend()
            cluster.start()
        scenario.settle()
        scenario.count()
    result.seconds = monotonic() - began
    return result
