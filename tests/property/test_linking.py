"""What holds for the links of any story: they come from the lists, and neither order nor repetition changes them."""

from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.entities import EntityType, Span
from dateline.domain.story import Story
from dateline.entities.linking.linker import link
from dateline.entities.tag import tag
from dateline.gazetteer import lexicon
from dateline.record.build import validate
from tests.support.any_text import LANGUAGES, TEXTS

NAMES = st.sampled_from(
    """Georgia Atlanta Tbilisi Jordan Amman Chad Cambridge Birmingham Alabama London Ontario Tripoli Libya Lebanon Hyderabad
    Pakistan Santiago Valencia Spain Venezuela Jakarta Jabar Москва Россия 東京 القاهرة दिल्ली Springfield Rosenheim""".split()
)


@cache
def wikidata_ids() -> set[str]:
    countries = {fields[0] for _, _, fields in lexicon.rows("country-ids.txt")}
    others = {
        code for name in ("region-ids.txt", "organisation-ids.txt", "aliases.txt") for _, code, _ in lexicon.rows(name)
    }
    return countries | others


@cache
def geonames_ids() -> set[int]:
    cities = {int(fields[0]) for name in ("cities.txt", "towns.txt") for _, _, fields in lexicon.rows(name)}
    divisions = {int(fields[1]) for _, _, fields in lexicon.rows("divisions.txt")}
    countries = {int(fields[1]) for _, _, fields in lexicon.rows("country-ids.txt") if fields[1] != "-"}
    return cities | divisions | countries


@given(TEXTS.filter(str.strip), LANGUAGES, TEXTS | st.none())
def test_links_are_of_the_lists_and_the_record_is_valid(text: str, language: str | None, title: str | None) -> None:
    story = tag(Story(raw=None, kept=((0, text),), language=language, title=title))
    assert isinstance(story, Story)
    for entity in story.entities:
        assert entity.wikidata is None or entity.wikidata in wikidata_ids()
        assert entity.geonames is None or entity.geonames in geonames_ids()
        assert 0 <= entity.salience <= 1
        assert entity.type is not EntityType.PERSON or (entity.country, entity.wikidata, entity.geonames) == (None,) * 3
    assert tag(Story(raw=None, kept=((0, text),), language=language, title=title)) == story
    known = replace(story, source="s", id="i", content_type="text/plain")
    assert isinstance(validate(known), Story)


@given(TEXTS, LANGUAGES)
def test_countries_add_up_and_the_most_mentioned_are_in_focus(text: str, language: str | None) -> None:
    story = tag(Story(raw=None, kept=((0, text),), language=language))
    assert isinstance(story, Story)
    counts = [country.count for country in story.countries]
    assert counts == sorted(counts, reverse=True)
    assert all(country.focus == (country.count == counts[0]) for country in story.countries)
    in_places = sum(len(entity.mentions) for entity in story.entities if entity.country)
    assert sum(country.named + country.places for country in story.countries) == in_places


def links(names: list[str]) -> dict[str, tuple[str | None, str | None, int | None]]:
    text = ". ".join(names)
    starts = [sum(len(name) + 2 for name in names[:number]) for number in range(len(names))]
    spans = [Span(start, start + len(name), EntityType.PLACE) for start, name in zip(starts, names, strict=True)]
    story = link(Story(raw=None, kept=((0, text),)), spans)
    return {
        mention.text: (entity.country, entity.wikidata, entity.geonames)
        for entity in story.entities
        for mention in entity.mentions
    }


@given(st.lists(NAMES, max_size=8), st.randoms())
def test_the_order_of_names_changes_no_link(names: list[str], random: Random) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)
    assert links(shuffled) == links(names)
