"""Sentence ends."""

CLOSING = " \t\"'”’»)]）」』"
"""What may stand behind the mark that ends a sentence."""

_ENDS = tuple(".!?…。！？।۔")


def ends_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, quotes and brackets behind the mark aside."""
    return text.rstrip(CLOSING).endswith(_ENDS)
