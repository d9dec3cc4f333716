"""`dateline health`: asks the worker in this container how it is."""

from urllib.error import HTTPError
from urllib.request import urlopen

from dateline.settings import Settings

# Below the time-outs of probes and of the image's HEALTHCHECK, so that the answer is ours.
_ANSWER_SECONDS = 4.0


def ask_health(settings: Settings, probe: str) -> tuple[bool, str]:
    """Return whether the probe `live` or `ready` passes, and what it says."""
    try:
        with urlopen(f"http://127.0.0.1:{settings.http_port}/healthz/{probe}", timeout=_ANSWER_SECONDS) as answer:
            return True, str(answer.read(), "utf-8").strip()
    except HTTPError as refused:
        return False, str(refused.read(), "utf-8").strip()
    except OSError as error:
        return False, f"no answer: {error}"
