"""Metrics, settings, reasons, categories, record fields and commands keep their names."""

from difflib import unified_diff

import orjson
import pytest

from tests.contract.names import SNAPSHOT, as_json, current

PROMISE = """{section} differ from {file}:

{diff}
Dashboards, alerts, scripts and consumers of records use these names: they are API.
If the change is meant, write the snapshot anew with `python -m tests.contract.names` and tell of it in the change log."""


@pytest.mark.parametrize("section", ["metrics", "settings", "reasons", "categories", "record", "commands"])
def test_names_are_those_of_the_snapshot(section: str) -> None:
    promised = as_json(orjson.loads(SNAPSHOT.read_bytes())[section])
    now = as_json(current()[section])
    diff = "".join(unified_diff(promised.splitlines(True), now.splitlines(True), "promised", "now", n=1))
    assert now == promised, PROMISE.format(section=section, file=SNAPSHOT.name, diff=diff)


def test_the_snapshot_holds_these_sections_and_no_other() -> None:
    assert list(orjson.loads(SNAPSHOT.read_bytes())) == list(current())
