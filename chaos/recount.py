"""An independent count: Kafka's own Java client, which shares no code with ours or the ledger's."""

import json
import subprocess
from pathlib import Path

from chaos.scenario import Scenario
from tests.support.kafka.jars import kafka_jars

TIMEOUT_SECONDS = 300.0


def recount(scenario: Scenario) -> None:
    """Count the outputs again and note where the two counts differ."""
    topics = (scenario.topics.enriched, scenario.topics.dead_letter)
    program = str(Path(__file__).with_name("Recount.java"))
    command = ["java", "-cp", f"{kafka_jars()}/*", program, scenario.cluster.bootstrap, *topics]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    if done.returncode:
        raise RuntimeError(f"the recount failed:\n{done.stderr[-2000:]}")
    counted = json.loads(done.stdout)
    ours = {"messages": scenario.ledger.total, "keys": len(scenario.ledger.count)}
    if counted != ours:
        scenario.problem(f"Kafka's own client counts {counted}, the ledger {ours}")
