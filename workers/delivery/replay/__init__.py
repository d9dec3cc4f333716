"""Dead letters back to the topics that they came from, each once."""

from workers.delivery.replay.errors import Interrupted, ReplayError
from workers.delivery.replay.interrupt import Interrupt
from workers.delivery.replay.run import Replay
from workers.delivery.replay.selection import Selection
from workers.delivery.replay.tally import Tally

__all__ = ["Interrupt", "Interrupted", "Replay", "ReplayError", "Selection", "Tally"]
