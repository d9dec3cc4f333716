"""A thread that repeats one step until it is stopped."""

from threading import Event, Thread
from types import TracebackType
from typing import Self


class Background:
    """Runs `step` again and again inside `with`; an exception in it is raised at the next `check`."""

    def __init__(self, name: str) -> None:
        self.stopping = Event()
        self._failed: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True, name=name)

    def step(self) -> None:
        """One round of work, well under a second."""
        raise NotImplementedError

    def check(self) -> None:
        """Raise what ended the thread."""
        if self._failed is not None:
            raise self._failed

    def stop(self) -> None:
        """Returns once the last step is done."""
        self.stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            while not self.stopping.is_set():
                self.step()
        except BaseException as error:
            self._failed = error
