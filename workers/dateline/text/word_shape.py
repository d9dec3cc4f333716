"""The shape of a text: one letter for each kind of character, at the same places, for fast expressions over ASCII."""

import unicodedata

UPPER, LOWER, UNCASED, DIGIT = "A", "a", "c", "0"
_LETTERS = "Aac0"
_PUNCTUATION = (
    dict.fromkeys("‐‑–—−－", "-") | dict.fromkeys("‘’ʼ＇", "'") | dict.fromkeys("。！？…", ".") | {"\u00a0": " "}
)
# Behind this lie Han, Kana and Hangul, which have rules of their own.
_END = 0x2E80


def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Lu", "Lt"):
        return UPPER
    if category == "Ll" or (category in ("Lm", "Mn") and ord(char) < 0x590):
        return LOWER
    if category[0] in "LM":
        return UNCASED
    return DIGIT if category == "Nd" else _PUNCTUATION.get(char, char)


_TABLE = {code: kind for code in range(_END) if (kind := _kind(chr(code))) != chr(code)}
_TABLE |= {ord(char): kind for char, kind in _PUNCTUATION.items()}


def shape(text: str) -> str:
    """`text` with "A" for capitals, "a" for small letters, "c" for letters without case, "0" for digits."""
    return text.translate(_TABLE)


def is_letter(kind: str) -> bool:
    """Return whether a character of a shape belongs to a word."""
    return kind in _LETTERS
