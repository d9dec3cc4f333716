"""Scripts by their Unicode blocks: ranges for character classes of patterns, and predicates for single characters."""

THAI = "\u0e00-\u0e7f"
THAI_AND_LAO = "\u0e00-\u0eff"
BURMESE = "\u1000-\u109f"
KHMER = "\u1780-\u17ff"
HIRAGANA = "\u3040-\u309f"
KATAKANA = "\u30a0-\u30ff"
KANA = "\u3040-\u30ff"
KATAKANA_LETTERS = "ァ-ヺー"
HAN = "\u4e00-\u9fff"
"""CJK unified ideographs: all that names and words of modern text are written with."""
HAN_AND_EXTENSION_A = "\u3400-\u9fff"
KANA_TO_HAN = "\u3040-\u9fff"
"""Kana, bopomofo, enclosed forms and Han in one range."""
HAN_COMPATIBILITY = "\uf900-\ufaff"
HANGUL_SYLLABLES = "\uac00-\ud7a3"
"""Syllables, as modern Korean is written."""

WITHOUT_SPACES = f"{THAI_AND_LAO}{BURMESE}{KHMER}{KANA}{HAN_AND_EXTENSION_A}{HAN_COMPATIBILITY}"
"""Scripts that put no spaces between words."""


def is_hangul_syllable(char: str) -> bool:
    """Return whether a character is a Hangul syllable."""
    return "\uac00" <= char <= "\ud7a3"


def is_thai(char: str) -> bool:
    """Return whether a character is Thai."""
    return "\u0e00" <= char < "\u0e80"
