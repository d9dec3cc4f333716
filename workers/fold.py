"""A form of a text in which spelling variants are equal and every code point keeps its place."""

import sys
import unicodedata

_QUOTES = dict.fromkeys("“”„‟«»″‹›「」『』〝〞＂", '"') | dict.fromkeys("‘’‚‛′`´ʼ＇", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−－─", "-")
_BARS = dict.fromkeys("│┃｜¦", "|")
_COLONS = dict.fromkeys("：︰﹕", ":")
# Spellings that writers mix: hamza on alif, Persian and Arabic kaf and yeh, Greek accents, Hebrew marks, the cedilla for the Romanian comma.
_LETTERS = (
    dict.fromkeys("أإآٱ", "ا") | dict.fromkeys("ىيی", "ي") | dict.fromkeys("کك", "ك") | {"ة": "ه"}
    | dict(zip("άέήίόύώς", "αεηιουωσ", strict=True)) | dict.fromkeys("״", '"') | dict.fromkeys("׳", "'")
    | dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)) | dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)) | {"٪": "%", "ş": "ș", "ţ": "ț"}
)  # fmt: skip
_TURKISH = {"İ": "i", "ı": "i"}
_INVISIBLE_WIDTH = dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad", " ")


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    wide = "\uff00" <= char <= "\uffef"
    compatible = unicodedata.normalize("NFKC", char) if wide else char
    low = compatible.casefold() if len(compatible) == 1 else char.lower()
    return low if len(low) == 1 else char


def _table() -> dict[int, str]:
    table = {}
    for code in range(sys.maxunicode + 1):
        if 0xAC00 <= code < 0xD7A4 or 0x4E00 <= code < 0xA000 or 0xD800 <= code < 0xE000 or code >= 0x1F000:
            continue  # Hangul, Han, surrogates and the far planes have no case or width
        char = chr(code)
        if (low := _folded(char)) != char:
            table[code] = low
    for special in (_QUOTES, _DASHES, _BARS, _COLONS, _LETTERS, _TURKISH, _INVISIBLE_WIDTH):
        table.update({ord(char): low for char, low in special.items()})
    table.update({ord(char.upper()): low for char, low in _LETTERS.items() if len(char.upper()) == 1})
    return table


FOLDS = _table()
"""What each code point becomes that does not stay as it is, for `str.translate`."""


def fold(text: str) -> str:
    """`text` without differences of case, width, and kinds of space, quote and dash; always of the same length."""
    return text.translate(FOLDS)
