"""How mentions of one story come together."""

import pytest

from dateline.domain.entities import Entity, EntityType
from dateline.domain.story import Story
from dateline.entities.tag import tag


def entities(*paragraphs: str, language: str = "en") -> dict[str, Entity]:
    story = tag(Story(raw=None, kept=tuple(enumerate(paragraphs)), language=language))
    assert isinstance(story, Story)
    return {entity.canonical: entity for entity in story.entities}


def texts(entity: Entity) -> list[str]:
    return [mention.text for mention in entity.mentions]


def test_a_surname_belongs_to_the_full_name() -> None:
    found = entities("Minister Maria Keller resigned.", "Later Keller wrote a letter. Keller was calm.")
    assert texts(found["Maria Keller"]) == ["Maria Keller", "Keller", "Keller"]


def test_a_surname_before_the_full_name_belongs_to_it() -> None:
    found = entities("Keller said no.", "President Maria Keller left.")
    assert texts(found["Maria Keller"]) == ["Keller", "Maria Keller"]


def test_an_acronym_in_brackets_belongs_to_the_long_form() -> None:
    found = entities("The Zentria Health Council (ZHC) met.", "The ZHC was divided.")
    assert texts(found["Zentria Health Council"]) == ["Zentria Health Council", "ZHC", "ZHC"]


def test_forms_of_a_country_are_one_entity_with_its_code() -> None:
    found = entities("Amerika Serikat dan Rusia sepakat.", "Utusan AS pulang.", language="id")
    assert texts(found["Amerika Serikat"]) == ["Amerika Serikat", "AS"]
    assert found["Amerika Serikat"].country == "US"
    assert found["Rusia"].country == "RU"


def test_forms_of_a_listed_organisation_are_one_entity() -> None:
    found = entities("Perserikatan Bangsa-Bangsa bersidang.", "Menurut PBB, itu sulit.", language="id")
    assert texts(found["Perserikatan Bangsa-Bangsa"]) == ["Perserikatan Bangsa-Bangsa", "PBB"]


def test_a_city_has_the_country_it_lies_in() -> None:
    assert entities("They met in Nairobi.")["Nairobi"].country == "KE"


def test_a_continent_has_no_country() -> None:
    assert entities("Sekutu Eropa setuju.", language="id")["Eropa"].country is None


def test_a_state_that_is_no_more_has_no_country() -> None:
    assert entities("He grew up in the Soviet Union.")["Soviet Union"].country is None


def test_names_do_not_cross_paragraphs() -> None:
    found = entities("We met Maria", "Keller Street is long.")
    assert all("\n" not in name for name in found)


def test_mentions_say_where_they_stand() -> None:
    paragraphs = ("Präsident Macron kam.", "Dann ging Macron nach Berlin.")
    text = "\n".join(paragraphs)
    for entity in entities(*paragraphs, language="de").values():
        assert all(text[one.start : one.end] == one.text for one in entity.mentions)


@pytest.mark.parametrize("language", ["en", None])
def test_a_story_without_text_has_no_entities(language: str | None) -> None:
    story = tag(Story(raw=None, language=language))
    assert isinstance(story, Story)
    assert story.entities == ()


def test_an_entity_has_the_type_most_mentions_have() -> None:
    found = entities("Minister Tomas Weller spoke.", "In Weller they trust.")
    assert found["Tomas Weller"].type is EntityType.PERSON
