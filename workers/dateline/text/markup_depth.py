"""The depth of markup, measured before any parser sees it."""

import re

from dateline.text.html_elements import VOID

MAX_DEPTH = 4000
"""Open elements at once. Parsing time grows with the square of the depth: 50 ms at 4,000, a minute and a half at 200,000; pages end near 100."""

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold nothing, or that the next of their kind closes (WHATWG HTML, "optional tags").
_SHALLOW = VOID | {"p", "li", "dd", "dt", "option", "tr", "td", "th"}
_CHUNK = 8192


def too_deep(markup: str) -> bool:
    """Return whether more than MAX_DEPTH elements are open at one place."""
    return _most_open(markup) > MAX_DEPTH and _exact_depth(markup) > MAX_DEPTH


def _most_open(markup: str) -> int:
    """Return an upper bound by counting in chunks, since most pages need no closer look."""
    depth = most = 0
    for at in range(0, len(markup), _CHUNK):
        closed = markup.count("</", at, at + _CHUNK)
        opened = markup.count("<", at, at + _CHUNK) - closed
        most = max(most, depth + opened)
        depth += opened - closed
    return most


def _exact_depth(markup: str) -> int:
    depth = most = 0
    for tag in _TAG.finditer(markup):
        if tag["name"].lower() not in _SHALLOW:
            depth = max(0, depth - 1) if tag["close"] else depth + 1
            most = max(most, depth)
    return most
