"""Somebody who has items processed."""

from dataclasses import dataclass


@dataclass
class Customer:
    """Waits for as many items as it likes."""

    patience: int = 10_000
    done: int = 0

    @property
    def stopping(self) -> bool:
        return self.done >= self.patience

    def progressed(self) -> None:
        self.done += 1
