"""Sentence ends."""

FULL_STOPS = ".。।۔"
SPACED_STOPS = ".!?…।۔"
"""Marks that end a sentence and are followed by a space."""
UNSPACED_STOPS = "。！？"
"""Chinese and Japanese marks, which no space follows."""
STOPS = SPACED_STOPS + UNSPACED_STOPS
ALL_STOPS = STOPS + "॥؟"
"""With the double danda and the Arabic question mark, which also end verses and questions inside a sentence."""

CLOSING = " \t\"'”’»)]）」』"
"""Characters that may follow the mark that ends a sentence."""


def ends_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, with or without quotes and brackets after the mark."""
    return text.rstrip(CLOSING).endswith(tuple(STOPS))
