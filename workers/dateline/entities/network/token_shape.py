"""Token shapes: the classes of tokens by script, case or symbol that the CRF distinguishes."""

from enum import IntEnum, auto

from dateline.text.word_shape import shape


class TokenShape(IntEnum):
    """Shapes of tokens; the numbers are rows of the CRF's tables."""

    NONE = 0
    SMALL = auto()
    CAPITALISED = auto()
    CAPITALS = auto()
    ONE_CAPITAL = auto()
    DIGITS = auto()
    STOP = auto()
    COMMA = auto()
    HYPHEN = auto()
    APOSTROPHE = auto()
    OPENING = auto()
    CLOSING = auto()
    JOINING = auto()
    QUOTE = auto()
    SYMBOL = auto()
    HAN = auto()
    HIRAGANA = auto()
    KATAKANA = auto()
    HANGUL = auto()
    THAI = auto()
    CASELESS = auto()


_SYMBOLS = (
    dict.fromkeys(".．", TokenShape.STOP)
    | dict.fromkeys(",，、", TokenShape.COMMA)
    | dict.fromkeys("-‐‑–—・·‧•", TokenShape.HYPHEN)
    | dict.fromkeys("'’ʼ‘", TokenShape.APOSTROPHE)
    | dict.fromkeys("(（[", TokenShape.OPENING)
    | dict.fromkeys(")）]", TokenShape.CLOSING)
    | dict.fromkeys("/&", TokenShape.JOINING)
    | dict.fromkeys('"“”„«»「」『』《》', TokenShape.QUOTE)
)
_BLOCKS = (
    ("\u0e00", "\u0eff", TokenShape.THAI),
    ("\u3040", "\u309f", TokenShape.HIRAGANA),
    ("\u30a0", "\u30ff", TokenShape.KATAKANA),
    ("\u3130", "\u318f", TokenShape.HANGUL),
    ("\u3400", "\u9fff", TokenShape.HAN),
    ("\uac00", "\ud7a3", TokenShape.HANGUL),
    ("\U00020000", "\U0003ffff", TokenShape.HAN),
)


def token_shape(token: str) -> TokenShape:
    """Return the shape of a token."""
    if token.islower():
        return TokenShape.SMALL
    first = token[0]
    if first in _SYMBOLS:
        return _SYMBOLS[first]
    if first > "\u0e00" and (first.isalpha() or first in "々〇ー"):
        for begin, end, of_block in _BLOCKS:
            if begin <= first <= end:
                return of_block
    return _cased(shape(token))


def _cased(word_shape: str) -> TokenShape:
    first = word_shape[0]
    if first == "A":
        return TokenShape.ONE_CAPITAL if len(word_shape) == 1 else _capitals(word_shape)
    if first == "a":
        return TokenShape.CAPITALISED if "A" in word_shape else TokenShape.SMALL
    return {"0": TokenShape.DIGITS, "c": TokenShape.CASELESS}.get(first, TokenShape.SYMBOL)


def _capitals(word_shape: str) -> TokenShape:
    return TokenShape.CAPITALISED if "a" in word_shape else TokenShape.CAPITALS
