"""docs/benchmarks.md, in which each benchmark writes its own section between two marks of its name."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def write_section(name: str, text: str, document: Path = DOCUMENT) -> None:
    """Replace what stands between the marks of this name. Raises ValueError if the document has none."""
    section = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.S)
    new, replaced = section.subn(
        lambda marks: marks[1] + text.rstrip("\n") + "\n" + marks[2], document.read_text("utf-8")
    )
    if not replaced:
        raise ValueError(f"{document.name} contains no section <!-- {name} -->")
    document.write_text(new, "utf-8")
