"""What sort of token stands left and right of a place where a name may begin or end: its script, its case, or which sign it is."""

from enum import IntEnum, auto

from dateline.text.word_shape import shape


class TokenKind(IntEnum):
    """The sorts that the chain tells apart; the numbers are rows of its tables."""

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
    SIGN = auto()
    HAN = auto()
    HIRAGANA = auto()
    KATAKANA = auto()
    HANGUL = auto()
    THAI = auto()
    CASELESS = auto()


_SIGNS = (
    dict.fromkeys(".．", TokenKind.STOP)
    | dict.fromkeys(",，、", TokenKind.COMMA)
    | dict.fromkeys("-‐‑–—・·‧•", TokenKind.HYPHEN)
    | dict.fromkeys("'’ʼ‘", TokenKind.APOSTROPHE)
    | dict.fromkeys("(（[", TokenKind.OPENING)
    | dict.fromkeys(")）]", TokenKind.CLOSING)
    | dict.fromkeys("/&", TokenKind.JOINING)
    | dict.fromkeys('"“”„«»「」『』《》', TokenKind.QUOTE)
)
_BLOCKS = (
    ("\u0e00", "\u0eff", TokenKind.THAI),
    ("\u3040", "\u309f", TokenKind.HIRAGANA),
    ("\u30a0", "\u30ff", TokenKind.KATAKANA),
    ("\u3130", "\u318f", TokenKind.HANGUL),
    ("\u3400", "\u9fff", TokenKind.HAN),
    ("\uac00", "\ud7a3", TokenKind.HANGUL),
    ("\U00020000", "\U0003ffff", TokenKind.HAN),
)


def kind(token: str) -> TokenKind:
    """The sort of a token."""
    if token.islower():
        return TokenKind.SMALL
    first = token[0]
    if first in _SIGNS:
        return _SIGNS[first]
    if first > "\u0e00" and (first.isalpha() or first in "々〇ー"):
        for begin, end, of_block in _BLOCKS:
            if begin <= first <= end:
                return of_block
    return _cased(shape(token))


def _cased(kinds: str) -> TokenKind:
    first = kinds[0]
    if first == "A":
        return TokenKind.ONE_CAPITAL if len(kinds) == 1 else _capitals(kinds)
    if first == "a":
        return TokenKind.CAPITALISED if "A" in kinds else TokenKind.SMALL
    return {"0": TokenKind.DIGITS, "c": TokenKind.CASELESS}.get(first, TokenKind.SIGN)


def _capitals(kinds: str) -> TokenKind:
    return TokenKind.CAPITALISED if "a" in kinds else TokenKind.CAPITALS
