"""Liveness and readiness, as plain facts that the worker keeps up to date."""

from time import monotonic

# The loop beats each second. A batch of pages may hold it for seconds; half a minute without a beat is a hang.
BEAT_SECONDS = 1.0
SILENCE_SECONDS = 30.0


class Health:
    """What the probes ask: does the loop beat, and does the worker take part in its group."""

    def __init__(self) -> None:
        self._beat = monotonic()
        self._waiting_for: str | None = "joining the consumer group"

    def beat(self) -> None:
        """The event loop is alive."""
        self._beat = monotonic()

    def ready(self) -> None:
        """The worker has what it needs to work."""
        self._waiting_for = None

    def not_ready(self, why: str) -> None:
        """The worker waits for something."""
        self._waiting_for = why

    def liveness(self) -> str | None:
        """Why the worker should be restarted; None while it is alive."""
        silence = monotonic() - self._beat
        return f"no beat of the event loop for {silence:.0f} s" if silence > SILENCE_SECONDS else None

    def readiness(self) -> str | None:
        """What the worker waits for; None when it is ready."""
        return self._waiting_for
