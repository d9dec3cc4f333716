"""Liveness and readiness, as plain facts that the worker keeps up to date."""

from time import monotonic

# The loop beats each second. A batch of pages may hold it for seconds; half a minute without a beat is a hang.
BEAT_SECONDS = 1.0
SILENCE_SECONDS = 30.0


class Health:
    """What the probes ask: does the loop beat, does work go on, and does the worker take part in its group."""

    def __init__(self) -> None:
        self._beat = monotonic()
        self._troubles: dict[str, str] = {"group": "joining the consumer group"}
        self._stalled: str | None = None

    def beat(self) -> None:
        """The event loop is alive."""
        self._beat = monotonic()

    def trouble(self, what: str, why: str) -> None:
        """Something keeps the worker from working; `what` names it until it is well."""
        self._troubles[what] = why

    def well(self, what: str) -> None:
        """A trouble is over, or there was none."""
        self._troubles.pop(what, None)

    def stalled(self, why: str | None) -> None:
        """Work stands still though nothing is in its way; None while it goes on."""
        self._stalled = why

    def liveness(self) -> str | None:
        """Why the worker should be restarted; None while it is alive. A broker that is away is no reason."""
        silence = monotonic() - self._beat
        return f"no beat of the event loop for {silence:.0f} s" if silence > SILENCE_SECONDS else self._stalled

    def readiness(self) -> str | None:
        """What the worker waits for; None when it is ready."""
        return "; ".join(self._troubles[what] for what in sorted(self._troubles)) or None
