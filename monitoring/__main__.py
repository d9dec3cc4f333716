"""`python -m monitoring`: write the dashboard, alert rules, Strimzi topics and AsyncAPI description into the checkout."""

import argparse
import sys
from pathlib import Path

from monitoring.files import files
from monitoring.rules import RUNBOOKS

PROJECT = Path(__file__).parents[1]


def main() -> int:
    """Write every stale file, or with --check only name it and return 1."""
    parser = argparse.ArgumentParser(prog="python -m monitoring", description=__doc__)
    parser.add_argument(
        "--runbooks",
        metavar="URL",
        default=RUNBOOKS,
        help="where the alerts' runbooks are served (default: in the project)",
    )
    parser.add_argument("--check", action="store_true", help="only name files that are stale")
    arguments = parser.parse_args()
    generated = files(arguments.runbooks.rstrip("/"))
    stale = {name: text for name, text in generated.items() if _read(PROJECT / name) != text}
    for name, text in stale.items():
        sys.stdout.write(f"{name}\n")
        if not arguments.check:
            (PROJECT / name).write_text(text, "utf-8")
    return int(arguments.check and bool(stale))


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
