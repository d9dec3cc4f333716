"""The notation of the rule files."""

import pytest

from dateline.boilerplate.rules import Rules, parse


def rules(text: str) -> Rules:
    return Rules(list(parse("xx", text)))


def taken(rule_file: str, line: str) -> list[str]:
    return [line[match.start : match.end] for match in rules(rule_file).matches(line)]


@pytest.mark.parametrize("line", ["More Stories", "MORE STORIES:", "« more stories »", "• More Stories …", "[More Stories]"])  # fmt: skip
def test_capitals_spaces_and_what_stands_around_do_not_matter(line: str) -> None:
    assert taken("[related line]\nmore stories", line) == [line]


@pytest.mark.parametrize("line", ["More stories of survival", "No more stories", "Morestories", "More stories, please"])
def test_a_line_phrase_fills_its_line(line: str) -> None:
    assert taken("[related line]\nmore stories", line) == []


def test_choices_and_words_that_may_be_missing() -> None:
    rule_file = "[share line]\n<share|print> <this |>story<, now|>"
    for line in ("Share story", "Print this story", "share this story, now"):
        assert taken(rule_file, line) == [line]
    assert taken(rule_file, "share these story") == []


def test_gaps_are_taken_into_fields_as_they_stand() -> None:
    (match,) = rules("[agency_credit line]\nsource: {agency}").matches("SOURCE: Agence France-Presse")
    assert match.fields == {"agency": "Agence France-Presse"}
    assert match.name == "rule:xx/agency_credit/source: {agency}"


def test_the_name_of_a_match_has_its_choices_made() -> None:
    (match,) = rules("[related line]\n<read|see> also").matches("See also")
    assert match.name == "rule:xx/related/see also"


def test_a_tail_is_taken_behind_a_sentence_only() -> None:
    rule_file = "[agency_credit tail]\n(dpa)"
    assert taken(rule_file, "Der Hafen ist offen. (dpa)") == [" (dpa)"]
    assert taken(rule_file, "Das sagte er der Deutschen Presse-Agentur (dpa).") == []


def test_a_block_heading_may_hold_its_headline() -> None:
    (match,) = rules("[related block]\nread also").matches("Read also: Port reopens")
    assert match.fields == {"headline": "Port reopens"}


@pytest.mark.parametrize(
    ("rule_file", "complaint"),
    [
        ("phrase before", "before any section"),
        ("[related nowhere]\nx", "not a section"),
        ("[related line]\n{nonsense} words", "unknown gap"),
        ("[related line]\n{agency} …", "no word of its own"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_line(rule_file: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=rf"rules/xx\.txt:\d+: .*{complaint}"):
        rules(rule_file)
