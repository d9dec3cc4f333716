"""Names are linked to what they stand for in a story, or to nothing."""

import pytest

from dateline.domain.entities import Entity, EntityType, Span
from dateline.domain.story import Dateline, Story
from dateline.entities.linking.linker import link

PLACE, ORGANISATION, PERSON = EntityType.PLACE, EntityType.ORGANISATION, EntityType.PERSON
LONDON, LONDON_IN_ONTARIO = 2643743, 6058560


def told(text: str, names: dict[str, EntityType], language: str | None = "en", **known: object) -> Story:
    """The story of a text in which every mention of these names is tagged."""
    spans = [
        Span(start, start + len(name), kind)
        for name, kind in names.items()
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    apart = [span for span in spans if not any(o.start <= span.start and span.end < o.end for o in spans)]
    return link(Story(raw=None, kept=((0, text),), language=language, **known), sorted(apart))  # type: ignore[arg-type]


def places(text: str, *names: str, language: str | None = "en", **known: object) -> dict[str, Entity]:
    story = told(text, dict.fromkeys(names, PLACE), language, **known)
    return {entity.canonical: entity for entity in story.entities}


@pytest.mark.parametrize(
    ("language", "name", "wikidata"),
    [
        ("id", "AS", "Q30"),
        ("en", "Germany", "Q183"),
        ("de", "Vereinigte Staaten", "Q30"),
        ("es", "Alemania", "Q183"),
        ("pt", "Países Baixos", "Q55"),
        ("fr", "Écosse", "Q22"),
        ("nl", "Duitsland", "Q183"),
        ("ru", "России", "Q159"),
        ("ar", "وروسيا", "Q159"),
        ("hi", "भारत", "Q668"),
        ("zh", "中国", "Q148"),
        ("ja", "米国", "Q30"),
        ("ko", "미국", "Q30"),
        ("tr", "Danimarka", "Q35"),
        ("fi", "Ruotsissa", "Q34"),
        ("en", "England", "Q21"),
        ("en", "Europe", "Q46"),
        ("en", "Soviet Union", "Q15180"),
    ],
)
def test_a_country_is_linked_in_any_language(language: str, name: str, wikidata: str) -> None:
    assert places(f"{name}.", name, language=language)[name].wikidata == wikidata


@pytest.mark.parametrize(
    ("language", "name", "wikidata"),
    [
        ("id", "PBB", "Q1065"),
        ("en", "NATO", "Q7184"),
        ("de", "Weltgesundheitsorganisation", "Q7817"),
        ("es", "Unión Europea", "Q458"),
        ("pt", "União Africana", "Q7159"),
        ("fr", "OTAN", "Q7184"),
        ("ru", "ООН", "Q1065"),
        ("ar", "الأمم المتحدة", "Q1065"),
        ("hi", "संयुक्त राष्ट्र", "Q1065"),
        ("zh", "北约", "Q7184"),
        ("ja", "国連", "Q1065"),
        ("ko", "유엔", "Q1065"),
    ],
)
def test_a_well_known_organisation_is_linked_in_any_language(language: str, name: str, wikidata: str) -> None:
    story = told(f"{name}.", {name: ORGANISATION}, language)
    assert [entity.wikidata for entity in story.entities] == [wikidata]


@pytest.mark.parametrize(
    ("text", "name", "country", "geonames"),
    [
        ("Georgia's president met the Georgian parliament.", "Georgia", "GE", 614540),
        ("The American senator won in Georgia.", "Georgia", "US", 4197000),
        ("Rain in Atlanta, Georgia.", "Georgia", "US", 4197000),
        ("Her roots in Jamaica shaped the menu in Miami and Chicago.", "Jamaica", "JM", 3489940),
        ("Rain in Lebanon, Tennessee.", "Lebanon", "US", 4636045),
        ("It is sold in Tennessee, Alabama, New York and Ohio.", "New York", "US", 5128638),
        ("They opened in Miami, New York and Chicago.", "New York", "US", 5128581),
        ("Jordan closed the border.", "Jordan", "JO", 248816),
        ("Chad's army left.", "Chad", "TD", 2434508),
        ("Students in Cambridge won a prize.", "Cambridge", "GB", 2653941),
        ("American students in Cambridge won.", "Cambridge", "US", 4931972),
        ("Birmingham will host it.", "Birmingham", "GB", 2655603),
        ("A storm in Birmingham, Alabama.", "Birmingham", "US", 4049979),
        ("Fighting in Tripoli stopped.", "Tripoli", "LY", 2210247),
        ("Lebanese troops came to Tripoli.", "Tripoli", "LB", 266826),
        ("Hyderabad is hot.", "Hyderabad", "IN", 1269843),
        ("The Pakistani minister was born in Hyderabad.", "Hyderabad", "PK", 1176734),
        ("Protests in Santiago.", "Santiago", "CL", 3871336),
        ("The Spanish coach left Valencia.", "Valencia", "ES", 2509954),
        ("Venezuelan police in Valencia.", "Valencia", "VE", 3625549),
        ("The Costa Rican president spoke in San José.", "San José", "CR", 3621849),
        ("They met in London.", "London", "GB", LONDON),
        ("Fire in London, Ontario.", "London", "CA", LONDON_IN_ONTARIO),
        ("The American guests left Paris.", "Paris", "FR", 2988507),
    ],
)
def test_an_ambiguous_place_is_the_one_the_story_speaks_of(text: str, name: str, country: str, geonames: int) -> None:
    others = ("Atlanta", "Alabama", "Ontario", "Tennessee", "Miami", "Chicago", "Ohio")
    found = places(text, name, *others)[name]
    assert (found.country, found.geonames) == (country, geonames)


@pytest.mark.parametrize(
    ("language", "name", "geonames"),
    [
        ("ru", "Москве", 524901),
        ("ru", "Смоленском", 491687),
        ("hr", "Kinu", 1814991),
        ("hi", "मुंबई", 1275339),
        ("pt", "Lisboa", 2267057),
        ("de", "Nürnberg", 2861650),
        ("de", "Genua", 3176219),
        ("fi", "Varsovassa", 756135),
        ("ar", "بيروت", 276781),
        ("ja", "東京", 1850147),
        ("en", "the Netherlands", 2750405),
        ("en", "Asia", 6255147),
    ],
)
def test_a_place_is_linked_by_its_name_in_the_language(language: str, name: str, geonames: int) -> None:
    assert places(f"{name}.", name, language=language)[name].geonames == geonames


def test_a_street_or_governorate_named_after_a_city_is_not_the_city() -> None:
    assert places("В Витебскую губернию.", "Витебскую", language="ru")["Витебскую"].geonames is None


def test_islands_that_have_a_reserved_code_lie_in_their_country() -> None:
    islands = places("Canary Islands.", "Canary Islands")["Canary Islands"]
    assert (islands.country, islands.wikidata, islands.geonames) == ("ES", None, None)


def test_one_name_is_one_place_all_through_a_story() -> None:
    found = places("London burned. Fire in London (Ontario). London mourns.", "London", "Ontario")
    assert len(found["London"].mentions) == 3
    assert found["London"].geonames == LONDON_IN_ONTARIO


def test_the_sources_country_helps_to_choose() -> None:
    assert places("Fire in Hyderabad.", "Hyderabad", url="https://news.example.pk/1")["Hyderabad"].country == "PK"


def test_the_headline_helps_to_choose() -> None:
    assert places("Fire in Hyderabad.", "Hyderabad", title="Pakistani police on alert")["Hyderabad"].country == "PK"


def test_a_small_town_is_meant_only_where_the_story_speaks_of_its_country() -> None:
    assert places("Rain in Rosenheim.", "Rosenheim")["Rosenheim"].geonames is None
    assert places("German police in Rosenheim.", "Rosenheim")["Rosenheim"].geonames == 2844988


def test_a_division_is_told_from_a_city() -> None:
    found = places("Gubernur Jabar di Bandung, Jawa Barat.", "Jabar", "Bandung", "Jawa Barat", language="id")
    assert [mention.text for mention in found["Jabar"].mentions] == ["Jabar", "Jawa Barat"]
    assert (found["Jabar"].geonames, found["Bandung"].geonames) == (1642672, 1650357)


def test_forms_of_the_same_place_are_one_entity() -> None:
    found = places("Amerika Serikat dan AS.", "Amerika Serikat", "AS", language="id")
    assert len(found["Amerika Serikat"].mentions) == 2


@pytest.mark.parametrize("name", ["Nowhereville", "x", "Paris Hilton", "Mount Doom", "🏙"])
def test_no_candidate_no_link(name: str) -> None:
    story = told(f"{name} again.", {name: PLACE})
    [entity] = story.entities
    assert (entity.country, entity.wikidata, entity.geonames) == (None, None, None)


@pytest.mark.parametrize("name", ["Jordan", "Paris Hilton", "Chad", "London", "NATO"])
def test_a_person_is_never_linked(name: str) -> None:
    [entity] = told(f"{name} sang.", {name: PERSON}).entities
    assert (entity.country, entity.wikidata, entity.geonames) == (None, None, None)


def test_a_city_is_no_organisation() -> None:
    [entity] = told("Barcelona won.", {"Barcelona": ORGANISATION}).entities
    assert (entity.wikidata, entity.geonames) == (None, None)


def test_a_name_that_other_countries_use_is_linked_in_stories_about_its_own() -> None:
    congress = {"Congress": ORGANISATION}
    assert told("Congress voted, American media said.", congress).entities[0].wikidata == "Q11268"
    assert told("Congress lost, Indian media said.", congress).entities[0].wikidata is None


def test_countries_are_counted_by_name_place_and_demonym() -> None:
    story = told(
        "Ukrainian troops left Kyiv; Russia said so. Moscow too.", dict.fromkeys(("Kyiv", "Russia", "Moscow"), PLACE)
    )
    told_of = {each.code: (each.named, each.places, each.demonyms, each.count, each.focus) for each in story.countries}
    assert told_of == {"RU": (1, 1, 0, 2, True), "UA": (0, 1, 1, 2, True)}


def test_a_country_whose_name_is_a_demonym_elsewhere_is_counted_once() -> None:
    [country] = told("China dan India? China.", {"China": PLACE}, "id").countries[:1]
    assert (country.code, country.named, country.demonyms) == ("CN", 2, 0)


def test_countries_named_as_often_are_both_in_focus() -> None:
    story = told("France and Spain.", dict.fromkeys(("France", "Spain"), PLACE))
    assert [(each.code, each.focus) for each in story.countries] == [("ES", True), ("FR", True)]


def dateline(place: str) -> Dateline:
    return Dateline(place, None, None, f"{place} - ", 0, 0)


@pytest.mark.parametrize(
    ("place", "country", "geonames"),
    [
        ("JAKARTA", "ID", 1642911),
        ("WASHINGTON", "US", 4140963),
        ("LONDON, Ontario", "CA", LONDON_IN_ONTARIO),
        ("Москва", "RU", 524901),
        ("東京", "JP", 1850147),
        ("NOWHEREVILLE", None, None),
        (None, None, None),
    ],
)
def test_a_datelines_place_is_linked(place: str | None, country: str | None, geonames: int | None) -> None:
    story = told(
        "It rained.", {}, None, dateline=dateline(place) if place else Dateline(None, None, "AFP", "(AFP)", 0, 0)
    )
    assert story.dateline is not None
    assert (story.dateline.country, story.dateline.geonames) == (country, geonames)


def test_a_dateline_counts_as_speaking_of_its_country() -> None:
    assert places("Fire in Hyderabad.", "Hyderabad", dateline=dateline("KARACHI"))["Hyderabad"].country == "PK"
