"""What a source repeats is taken out, once enough of its stories have shown it."""

from typing import Any

from dateline.boilerplate.learner import Learner
from dateline.domain.story import Story
from dateline.pipeline.pipeline import process, with_learner
from dateline.record.reconstruct import decoded_lines
from tests.support.items import envelope

SLOGAN = "Daily Cedar, the voice of the coast"


def run(*items: bytes) -> list[dict[str, Any]]:
    stages, records = with_learner(Learner()), []
    for item in items:
        (outcome,) = process(Story(raw=item), stages=stages)
        assert isinstance(outcome, Story), outcome
        records.append(outcome.record)
    return records


def story(number: int, *more: str, source: str = "cedar") -> bytes:
    subject = ["harbour", "bakery", "library", "stadium", "railway", "museum", "hospital", "airport"][number]
    own = [
        f"The {subject} reopened after long repairs.",
        f"Visitors of the {subject} came in great numbers on the first day, its keepers said.",
    ]
    return envelope("\n".join([*own, *more]), source=source, content_type="text/plain", id=f"{source}-{number}")


def test_a_line_goes_after_three_other_stories_had_it() -> None:
    records = run(*(story(n, SLOGAN) for n in range(5)))
    assert [SLOGAN in record["text"] for record in records] == [True, True, True, False, False]
    (piece,) = records[3]["removed"]
    assert (piece["category"], piece["text"], piece["line"], piece["by"]) == ("repeated", SLOGAN, 2, "learned")
    assert decoded_lines(records[3])[2] == SLOGAN


def test_numbers_and_punctuation_do_not_hide_a_repetition() -> None:
    records = run(*(story(n, f"{SLOGAN}! Issue {n + 100}") for n in range(4)))
    assert SLOGAN not in records[3]["text"]


def test_the_same_story_sent_again_proves_nothing() -> None:
    again = [
        envelope("The harbour reopened.\nVisitors came.\nShips sailed.", source="cedar", id=f"v{n}") for n in range(6)
    ]
    records = run(*again, story(1))
    assert all(record["removed"] == [] for record in records)


def test_sources_do_not_teach_each_other() -> None:
    records = run(*(story(n, SLOGAN, source=f"s{n}") for n in range(5)))
    assert all(SLOGAN in record["text"] for record in records)


def test_a_story_is_never_taken_out_whole() -> None:
    alone = [envelope(SLOGAN, source="cedar", id=f"alone-{n}") for n in range(2)]
    records = run(*(story(n, SLOGAN) for n in range(4)), *alone)
    assert records[-1]["text"] == SLOGAN
