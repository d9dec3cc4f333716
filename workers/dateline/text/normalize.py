"""One line of text as every field and paragraph holds it."""

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
# Controls other than white space say nothing to a reader (Unicode Cc, minus tab, line feed and the separators). Overrides make
# text read as what it is not (CVE-2021-42574); embeddings and isolates, which Arabic and Hebrew need, stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u202d\u202e]")


def tidy(text: str) -> str:
    """NFC, controls and direction overrides dropped, runs of white space folded to one space."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # most are: no control, and no white space but the blank
        return " ".join(text.split())
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()
