"""Demonyms count for their country."""

from dateline.domain.entities import EntityType, Span
from dateline.gazetteer.demonyms import counts


def test_people_of_a_country_are_counted_for_it() -> None:
    assert counts("American and British officials met American guests.") == {"US": 2, "GB": 1}


def test_other_scripts_are_counted() -> None:
    assert counts("российские дипломаты; 日本人") == {"RU": 1, "JP": 1}


def test_parts_of_words_are_not_counted() -> None:
    assert counts("Thaibox, Finnishing, Polishing") == {}


def test_places_in_the_text_do_not_move_by_a_turkish_capital() -> None:
    text = "İİİ China"
    assert counts(text, [Span(4, 9, EntityType.PLACE)]) == {}
    assert counts(text) == {"CN": 1}
