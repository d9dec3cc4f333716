"""Every test belongs to one suite, every suite has a make target that CI calls, and no test module leans on another."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.suites import FAST, ORDER, SUITES, suite_of

TESTS = Path(__file__).parents[1]
PROJECT = TESTS.parent
MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")
CI = (PROJECT / ".ci" / "run").read_text("utf-8")
MODULES = sorted(file.relative_to(TESTS) for file in TESTS.rglob("test_*.py"))


def targets() -> dict[str, str]:
    """Make target by the suite that it selects."""
    chosen = re.findall(r"^([a-z-]+):(?:[^\n]*)\n(?:\t[^\n]*\n)*?\t[^\n]* -m (\"[^\"]+\"|[a-z]+)", MAKEFILE, re.M)
    return {suite: target for target, words in chosen for suite in re.findall(r"[a-z]+", words) if suite != "or"}


@pytest.mark.parametrize("suite", ORDER)
def test_a_suite_has_a_target_and_ci_calls_it(suite: str) -> None:
    assert re.search(rf"\b{targets()[suite]}\b", CI)


def test_suites_have_an_order_and_name_what_exists() -> None:
    assert sorted(ORDER) == sorted((FAST, *SUITES))
    for places in SUITES.values():
        assert all((TESTS / place).exists() for place in places)


@pytest.mark.parametrize("suite", ORDER)
def test_no_suite_is_empty(suite: str) -> None:
    assert suite in {suite_of(module) for module in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_test_module_imports_another(module: Path) -> None:
    tree = ast.parse((TESTS / module).read_text("utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in imported if name.startswith("tests.") and name.rpartition(".")[2].startswith("test_")]
