"""How much a story is about an entity: by how often, how early and whether in the headline."""

from dateline.domain.entities import Mention
from dateline.entities.linking.salience import Salience


def mentions(name: str, *starts: int) -> list[Mention]:
    return [Mention(name, start, start + len(name)) for start in starts]


def test_what_is_named_most_first_and_in_the_headline_has_all() -> None:
    assert Salience("Kyiv holds", 100, 2).of(mentions("Kyiv", 0, 50)) == 1.0


def test_the_parts_add_up_as_documented() -> None:
    assert Salience("Rain", 100, 4).of(mentions("Kyiv", 50)) == round(0.4 * 1 / 4 + 0.3 * 0.5, 3)
    assert Salience("Kyiv, again", 100, 4).of(mentions("Kyiv", 50)) == round(0.4 * 1 / 4 + 0.3 * 0.5 + 0.3, 3)


def test_without_a_headline_the_first_two_stand_for_all() -> None:
    assert Salience(None, 100, 1).of(mentions("Kyiv", 0)) == 1.0
    assert Salience(None, 100, 2).of(mentions("Kyiv", 50)) == round((0.4 * 0.5 + 0.3 * 0.5) / 0.7, 3)


def test_a_part_of_a_word_in_the_headline_is_no_mention() -> None:
    salience = Salience("Parisian summer", 100, 1)
    assert salience.of(mentions("Paris", 0)) < Salience("In PARIS: summer", 100, 1).of(mentions("Paris", 0))


def test_scripts_without_blanks_are_found_in_a_headline() -> None:
    assert Salience("首相が東京で会談", 100, 1).of(mentions("東京", 0)) == 1.0
