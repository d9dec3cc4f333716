"""What the documents name is there: links, files, identifiers, make targets, settings."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from dateline.settings import Settings

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "workers" / "dateline"
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "docs/glossary.md", "docs/benchmarks.md")
SOURCES = ("workers", "training", "monitoring", "benchmarks", "chaos", "tests")


def pairs(pattern: str) -> list[tuple[str, str]]:
    return [
        (document, match)
        for document in DOCUMENTS
        for match in sorted(set(re.findall(pattern, (PROJECT / document).read_text("utf-8"), re.M)))
    ]


@pytest.mark.parametrize(("document", "link"), pairs(r"\]\(([^):\s]+)\)"))
def test_links_lead_somewhere(document: str, link: str) -> None:
    path, _, fragment = link.partition("#")
    target = (PROJECT / document).parent / path if path else PROJECT / document
    assert target.exists()
    if fragment:
        headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.M)
        assert fragment in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("document", "path"), pairs(r"`((?:[\w.-]+/)+[\w.-]*)`"))
def test_files_and_folders_are_there(document: str, path: str) -> None:  # noqa: ARG001 - names the document in the report
    assert any((root / path).exists() for root in (PROJECT, PACKAGE))


@pytest.mark.parametrize(("document", "path"), pairs(r"^ ([\w/]+\.py|[\w/]+/) "))
def test_files_of_the_diagram_are_there(document: str, path: str) -> None:  # noqa: ARG001 - names the document in the report
    assert (PACKAGE / path).exists()


@pytest.mark.parametrize(("document", "name"), pairs(r"`([A-Z][a-z]+[A-Z]\w+|[A-Z]\w+\.(?!md`)[a-z]\w+)`"))
def test_classes_and_methods_are_there(document: str, name: str) -> None:  # noqa: ARG001 - names the document in the report
    assert name in identifiers()


@pytest.mark.parametrize(("document", "target"), pairs(r"(?:`| {4}|^)make ([a-z]+(?:-[a-z]+)*)\b"))
def test_make_targets_exist(document: str, target: str) -> None:  # noqa: ARG001 - names the document in the report
    assert re.search(rf"^{target}:", (PROJECT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize(("document", "name"), pairs(r"\b(DATELINE_[A-Z_]+[A-Z])\b"))
def test_settings_are_there(document: str, name: str) -> None:  # noqa: ARG001 - names the document in the report
    known = Settings.model_construct().public()
    assert name in known or any(each.startswith(f"{name}_") for each in known)


@cache
def identifiers() -> frozenset[str]:
    """Names of classes and `Class.method` in all sources."""
    names: set[str] = set()
    listed = subprocess.run(
        ["git", "ls-files", *SOURCES], cwd=PROJECT, capture_output=True, text=True, check=False
    ).stdout
    for file in (PROJECT / line for line in listed.splitlines() if line.endswith(".py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))) if file.exists() else ():
            if isinstance(node, ast.ClassDef):
                names.add(node.name)
                names.update(
                    f"{node.name}.{each.name}"
                    for each in node.body
                    if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
                )
    return frozenset(names)
