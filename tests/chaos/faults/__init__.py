"""Every fault, one a file."""

from tests.chaos.fault import Fault
from tests.chaos.faults.aborted import ABORTED
from tests.chaos.faults.bounce import BOUNCE
from tests.chaos.faults.kill import KILL
from tests.chaos.faults.outage import BROKERS_DOWN, CONNECTIONS_CUT
from tests.chaos.faults.poison import POISON
from tests.chaos.faults.rebalance import REBALANCE
from tests.chaos.faults.refused import OUTPUT_DELETED, RAW_DELETED, TOO_LARGE
from tests.chaos.faults.sigterm import SIGTERM
from tests.chaos.faults.undeliverable import UNDELIVERABLE
from tests.chaos.faults.zombie import ZOMBIE

FAULTS: tuple[Fault, ...] = (
    KILL,
    SIGTERM,
    REBALANCE,
    ZOMBIE,
    BOUNCE,
    BROKERS_DOWN,
    CONNECTIONS_CUT,
    POISON,
    UNDELIVERABLE,
    ABORTED,
    TOO_LARGE,
    OUTPUT_DELETED,
    RAW_DELETED,
)
