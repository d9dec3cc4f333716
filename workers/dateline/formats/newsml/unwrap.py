"""Text that was wrapped by hand, as wires send it even inside markup: its paragraphs."""

import re

# Two cells of a table; their row is a line of its own.
_COLUMNS = re.compile(r"\S {3,}\S")
_INDENT = (" ", "\t", "\u3000")


def paragraphs(text: str) -> list[str]:
    """Return its paragraphs, which begin with an indented line or after a blank one; the text as it is if nothing marks them.

    Lines that are all indented or all flush say nothing: that is how XML is laid out.
    """
    lines = text.strip("\r\n").splitlines()
    later = [line for line in lines[1:] if line.strip()]
    indented = sum(line.startswith(_INDENT) for line in later)
    if indented == 0 or indented == len(later):
        return [text]
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or line.startswith(_INDENT) or _COLUMNS.search(line):
            found.append([])
        found[-1].append(line.strip())
    joined = (" ".join(part for part in parts if part) for parts in found)
    return [paragraph for paragraph in joined if paragraph]
