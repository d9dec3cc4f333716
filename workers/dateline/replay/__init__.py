"""Dead letters back to the topics that they came from, each once."""

from dateline.replay.errors import Interrupted, ReplayError
from dateline.replay.filter import Selection
from dateline.replay.interrupt import Interrupt
from dateline.replay.run import Replay
from dateline.replay.tally import Tally

__all__ = ["Interrupt", "Interrupted", "Replay", "ReplayError", "Selection", "Tally"]
