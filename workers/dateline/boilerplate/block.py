"""The extent of the list under a heading such as "More Stories"."""

import re

from dateline.domain.story import Line
from dateline.text.scripts import HAN_AND_EXTENSION_A, HANGUL_SYLLABLES, KANA
from dateline.text.sentence import CLOSING, FULL_STOPS

# Headlines end near 150 characters; Chinese, Japanese and Korean ones near 60.
_LONGEST_HEADLINE = 150
_LONGEST_EAST_ASIAN = 60
_EAST_ASIAN = re.compile(f"[{KANA}{HAN_AND_EXTENSION_A}{HANGUL_SYLLABLES}]")
_SENTENCE_END = re.compile(rf"(?<!\.\.)[{FULL_STOPS}:：;]$")
_LINKED = 0.5
# A heading that is no link opens the story's next section.
_SECTION_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def is_east_asian(text: str) -> bool:
    """Return whether most of the text is Chinese, Japanese or Korean."""
    return len(_EAST_ASIAN.findall(text)) * 2 > len(text)


def reads_as_sentence(text: str) -> bool:
    """Return whether the text is long and ends as a sentence does; a few publishers end headlines with a full stop, too."""
    return len(text) > _LONGEST_EAST_ASIAN and bool(_SENTENCE_END.search(text.rstrip(CLOSING)))


def is_headline(line: Line, text: str) -> bool:
    """Return whether a line can be an item of such a list: short, and no sentence unless it is a link."""
    longest = _LONGEST_EAST_ASIAN if is_east_asian(text) else _LONGEST_HEADLINE
    if len(text) > longest:
        return False
    if line.link_share < _LINKED and line.tag in _SECTION_TAGS:
        return False
    return line.link_share >= _LINKED or not _SENTENCE_END.search(text.rstrip(CLOSING))
