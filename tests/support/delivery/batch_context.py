"""A batch context for tests."""

from dataclasses import dataclass


@dataclass
class CountingBatch:
    """Counts the items that are done; cancelled after `patience` of them."""

    patience: int = 10_000
    done: int = 0

    @property
    def cancelled(self) -> bool:
        return self.done >= self.patience

    def on_item_done(self) -> None:
        self.done += 1
