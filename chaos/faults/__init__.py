"""Every fault, one a file."""

from chaos.fault import Fault
from chaos.faults.aborted import ABORTED
from chaos.faults.bounce import BOUNCE
from chaos.faults.kill import KILL
from chaos.faults.outage import BROKERS_DOWN, CONNECTIONS_CUT
from chaos.faults.poison import POISON
from chaos.faults.rebalance import REBALANCE
from chaos.faults.refused import OUTPUT_DELETED, RAW_DELETED, TOO_LARGE
from chaos.faults.sigterm import SIGTERM
from chaos.faults.undeliverable import UNDELIVERABLE
from chaos.faults.zombie import ZOMBIE

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
