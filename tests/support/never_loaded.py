"""A pipeline that takes for ever to load."""

import threading

threading.Event().wait()
