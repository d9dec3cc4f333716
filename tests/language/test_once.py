"""Values made once, whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from dateline.language.identify import once


def test_threads_that_ask_at_the_same_time_get_the_same_value() -> None:
    asking = Barrier(4)
    get = once(object)

    def ask() -> object:
        asking.wait()
        return get()

    with ThreadPoolExecutor(4) as threads:
        values = [asked.result() for asked in [threads.submit(ask) for _ in range(4)]]
    assert set(values) == {get()}
