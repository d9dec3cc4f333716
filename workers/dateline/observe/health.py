"""Liveness and readiness: facts that the worker keeps up to date and the probes ask for."""

from time import monotonic

# The loop beats each second. A batch of pages may hold it for seconds; half a minute without a beat is a hang.
BEAT_SECONDS = 1.0
SILENCE_SECONDS = 30.0


class Health:
    """Records heartbeats of the event loop, progress, and named conditions that keep the worker from being ready."""

    def __init__(self) -> None:
        self._beat = monotonic()
        self._conditions: dict[str, str] = {"group": "joining the consumer group"}
        self._stalled: str | None = None

    def beat(self) -> None:
        """Note that the event loop is alive."""
        self._beat = monotonic()

    def degraded(self, name: str, why: str) -> None:
        """Note that something keeps the worker from working; `name` identifies it until it has recovered."""
        self._conditions[name] = why

    def recovered(self, name: str) -> None:
        """Note that a condition is over, or that there is none."""
        self._conditions.pop(name, None)

    def stalled(self, why: str | None) -> None:
        """Note that work has stalled without an outside cause; None if it goes on."""
        self._stalled = why

    def liveness(self) -> str | None:
        """Return why the worker should be restarted; None while it is alive. Unavailable brokers are no reason."""
        silence = monotonic() - self._beat
        return f"no beat of the event loop for {silence:.0f} s" if silence > SILENCE_SECONDS else self._stalled

    def readiness(self) -> str | None:
        """Return why the worker is not ready; None if it is."""
        return "; ".join(self._conditions[name] for name in sorted(self._conditions)) or None
