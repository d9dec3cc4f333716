"""The story that the project started from, read from the shared data where it is."""

from pathlib import Path

import pytest

from dateline.domain.entities import Entity
from dateline.domain.story import Story
from dateline.entities.tag import tag

SEED = Path(__file__).parents[2].parent / "shared" / "data" / "seed"
EXPECTED = {
    "Antony Blinken": "PER",
    "Sergei Lavrov": "PER",
    "Volodymyr Zelensky": "PER",
    "Paul Whelan": "PER",
    "Vladimir Putin": "PER",
    "New Delhi": "LOC",
    "G20": "ORG",
    "Rusia": "LOC",
    "Ukraina": "LOC",
    "AS": "LOC",
    "China": "LOC",
    "Eropa": "LOC",
}


@pytest.fixture(scope="module")
def found() -> dict[str, Entity]:
    paths = sorted(SEED.glob("*.txt"))
    if not paths:
        pytest.skip(f"the seed story is not in {SEED}")
    body = paths[0].read_text(encoding="utf-8").split("\n")[1:9]
    story = tag(Story(raw=None, kept=tuple(enumerate(body)), language="id"))
    assert isinstance(story, Story)
    return {entity.canonical: entity for entity in story.entities}


def test_all_entities_are_found_and_no_others(found: dict[str, Entity]) -> None:
    assert {name: entity.type.value for name, entity in found.items()} == EXPECTED


def test_countries_have_their_codes(found: dict[str, Entity]) -> None:
    codes = {name: found[name].country for name in ("Rusia", "Ukraina", "AS", "China", "Eropa")}
    assert codes == {"Rusia": "RU", "Ukraina": "UA", "AS": "US", "China": "CN", "Eropa": None}


@pytest.mark.parametrize(
    ("name", "surname", "times"), [("Antony Blinken", "Blinken", 5), ("Sergei Lavrov", "Lavrov", 2)]
)
def test_surnames_are_mentions_of_the_person(found: dict[str, Entity], name: str, surname: str, times: int) -> None:
    assert [mention.text for mention in found[name].mentions] == [name, *[surname] * times]
