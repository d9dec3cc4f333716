"""Tokenises lines for the network; offsets count code points of the line."""

import re

import regex

# Scripts without spaces between words are tokenised by character; Thai, Lao, Khmer and Burmese by cluster (a letter with its marks).
_BY_CHARACTER = r"\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_BY_CLUSTER = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_PLAIN = re.compile(r"[^\W\d_]+\d*|\d+|\S")
_ANY = regex.compile(
    rf"(?V1)[\u0e40-\u0e44]?[{_BY_CLUSTER}&&\p{{L}}][\p{{M}}\u0e30-\u0e33\u0e45]*"
    rf"|[{_BY_CHARACTER}&&[\p{{L}}\p{{N}}]]"
    rf"|[[\p{{L}}\p{{M}}]--[{_BY_CHARACTER}{_BY_CLUSTER}]]+\d*"
    r"|\d+|\S"
)
_NOT_PLAIN = re.compile(r"[\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u2e80-\U0003ffff]")
_CHARACTER = re.compile(rf"[{_BY_CHARACTER}{_BY_CLUSTER}]")


def tokens(line: str) -> list[tuple[int, int]]:
    """Return (start, end) of each token, without spaces."""
    pattern = _PLAIN if line.isascii() or not _NOT_PLAIN.search(line) else _ANY
    return [match.span() for match in pattern.finditer(line)]


def is_by_character(line: str) -> bool:
    """Return whether any part of a line is tokenised by character."""
    return not line.isascii() and _CHARACTER.search(line) is not None


def is_character(token: str) -> bool:
    """Return whether a token is a character of a script without spaces between words."""
    return _CHARACTER.match(token) is not None
