"""The names that others script against. `python -m tests.contract.names` writes the snapshot anew."""

from pathlib import Path
from typing import Any

import orjson
from prometheus_client.metrics import Info, MetricWrapperBase
from typer.main import get_command

from dateline.cli import app
from dateline.domain.rejection import Reason
from dateline.domain.story import Category
from dateline.observe.metrics import Metrics
from dateline.settings import Settings
from tests.support.items import enriched

SNAPSHOT = Path(__file__).with_name("names.json")

# What a scrape adds to the name of a family.
_SUFFIXES = {"counter": "_total", "info": "_info"}


def current() -> dict[str, Any]:
    """The names as the code has them now."""
    return {
        "metrics": _metrics(),
        "settings": Settings.model_construct().public(),
        "reasons": [reason.value for reason in Reason],
        "categories": [category.value for category in Category],
        "record": list(enriched(b"The port reopened on Monday.")),
        "commands": _commands(),
    }


def as_json(value: Any) -> str:
    """As it stands in the snapshot."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _metrics() -> dict[str, Any]:
    wrappers = [metric for metric in Metrics().registry._collector_to_names if isinstance(metric, MetricWrapperBase)]
    return {
        family.name + _SUFFIXES.get(family.type, ""): {
            "type": family.type,
            "labels": list(wrapper._value if isinstance(wrapper, Info) else wrapper._labelnames),
            "help": family.documentation,
        }
        for wrapper in wrappers
        for family in wrapper.describe()
    }


def _commands() -> dict[str, list[str]]:
    """Arguments and options of every command; those of `dateline` itself under its own name."""
    return _options("dateline", get_command(app))


def _options(name: str, command: Any) -> dict[str, list[str]]:
    """A command's, and those of the commands under it by their whole names."""
    found = {name: [option for parameter in command.params for option in parameter.opts]}
    for below, inner in getattr(command, "commands", {}).items():
        found |= _options(below if name == "dateline" else f"{name} {below}", inner)
    return found


if __name__ == "__main__":
    SNAPSHOT.write_text(as_json(current()), "utf-8")
