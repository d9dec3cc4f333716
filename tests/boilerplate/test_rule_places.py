"""Where a rule's literals may stand, by which most rules are passed over unread."""

import re
import sys
from random import Random

import pytest

from dateline.boilerplate.rules import Rule, load
from dateline.text.fold import fold

_FILL = "x" * 40


def _lines(rule: Rule) -> list[str]:
    """Lines about as the phrase reads, with marks and text around it."""
    random = Random(rule.phrase)
    said = re.sub(r"<([^<>]*)>", lambda choice: random.choice(choice[1].split("|")), rule.phrase)
    said = re.sub(r"\{(?:date|time|n)\}", "12", said)
    said = re.sub(r"\{\w+\}|…", lambda _: _FILL[: random.randrange(2, 40)], said)
    return [said, f"({said})", f"{said} {_FILL}", f"A sentence. {said}", f"*** {said} ***"]


@pytest.mark.parametrize("part", range(4))
def test_no_rule_that_takes_a_line_is_passed_over(part: int) -> None:
    rules = load()
    for rule in rules.all[part::40]:
        for line in _lines(rule):
            folded = fold(line)
            offset = max(0, len(folded) - 1500) if rule.from_start == sys.maxsize else 0
            if rule.pattern.fullmatch(folded, offset):
                assert any(match.rule is rule for match in rules.matches(line)), (rule.phrase, line)
