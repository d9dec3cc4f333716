"""Habits of the source: one class per name, docstrings that open with a verb or a noun, rooms that can be taken in at a glance."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "workers" / "dateline"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOTS = (PACKAGE, *(PROJECT / name for name in ("benchmarks", "chaos", "monitoring", "tests", "training")))
FOLDERS = sorted({module.parent for root in ROOTS for module in root.rglob("*.py")})
MOST_FILES, MOST_LINES = 20, 400
_OPENERS = re.compile(r"(?:What|Where|How|Which|Whom|Who|Why)\b")


def test_no_class_name_is_given_twice() -> None:
    names = Counter(
        node.name
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_docstrings_open_with_a_verb_or_a_noun(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node) or ""
            assert not _OPENERS.match(docstring), docstring


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_is_a_few_screens_long(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(PROJECT)))
def test_a_folder_is_taken_in_at_a_glance(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) <= MOST_FILES
