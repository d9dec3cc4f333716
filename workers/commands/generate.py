"""`dateline generate`: dashboard, rules, topics and AsyncAPI from this code into a checkout."""

import sys
from pathlib import Path


def generate(project: Path, runbooks: str | None, check: bool) -> bool | None:
    """Writes each file that is not as it should be, or only names it; whether all were, None where a package is missing."""
    try:
        from workers.monitoring.files import files  # noqa: PLC0415 - its packages come with the extra `dev`
    except ImportError as error:
        print(f"{error}; install dateline[dev]", file=sys.stderr)
        return None
    made = files() if runbooks is None else files(runbooks.rstrip("/"))
    stale = {name: text for name, text in made.items() if _read(project / name) != text}
    for name, text in stale.items():
        print(name)
        if not check:
            (project / name).write_text(text, "utf-8")
    return not stale


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None
