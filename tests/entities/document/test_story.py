"""What reading a story as a whole adds to its lines: short and inflected forms, types, ends of names."""

import string
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.entities import EntityType, Span
from dateline.entities.backends.base import Passage
from dateline.entities.document.boundaries import normalise_boundaries
from dateline.entities.document.consistency import unify_types
from dateline.entities.document.coreference import acronyms, short_forms
from dateline.entities.tag import spans
from tests.support.examples import examples
from tests.support.growth import AT_MOST, growth

PER, ORG, LOC = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE


def marked(text: str, kind: EntityType = PER) -> tuple[str, list[Span]]:
    """A text without its brackets, and the spans that they marked."""
    plain, found = "", list[Span]()
    for part in text.split("["):
        name, bracket, rest = part.partition("]")
        if bracket:
            found.append(Span(len(plain), len(plain) + len(name), kind))
        plain += name + rest
    return plain, found


def names(text: str, found: Sequence[Span]) -> list[str]:
    return [f"{span.type} {text[span.start : span.end]}" for span in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "So [Angela Obama. Merkel] said", ["PER Angela Obama", "PER Merkel"]),
        ("en", "So [John F. Kennedy Jr.] said", ["PER John F. Kennedy Jr."]),
        ("en", "So [Sheriff Don Eslinger] said", ["PER Don Eslinger"]),
        ("en", "[Antony Blinken's] plane", ["PER Antony Blinken"]),
        ("en", "the “[Antony Blinken”] plane", ["PER Antony Blinken"]),
        ("en", "We met [Stephen King] there", ["PER Stephen King"]),
        ("en", "[● Joe Biden 📷] visits", ["PER Joe Biden"]),
        ("ja", "[岸田文雄。安倍]", ["PER 岸田文雄", "PER 安倍"]),
    ],
)
def test_a_persons_name_ends_where_the_guideline_says(language: str, text: str, expected: list[str]) -> None:
    plain, found = marked(text)
    assert names(plain, normalise_boundaries(plain, found, language)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Menteri Luar Negeri Rusia] bertemu", ["LOC Rusia"]),
        ("[Pasukan AS] menang", ["LOC AS"]),
        ("[Kementerian Luar Negeri] bertemu", ["ORG Kementerian Luar Negeri"]),
        ("[Bank Indonesia] bertemu", ["ORG Bank Indonesia"]),
        ("[➤ Bank Indonesia] bertemu", ["ORG Bank Indonesia"]),
        ("van ['s-Bank] bertemu", ["ORG 's-Bank"]),
    ],
)
def test_of_an_office_or_a_group_and_its_country_the_country_is_a_name(text: str, expected: list[str]) -> None:
    plain, found = marked(text, ORG)
    assert names(plain, normalise_boundaries(plain, found, "id")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[Bharatiya Janata Party] ([BJP]) met",
        "[BJP] ([Bharatiya Janata Party]) met",
        "[Bharatiya Janata Party], or [BJP], met",
        "[Bharatiya Janata Party] (BJP) met",
    ],
)
def test_a_short_form_beside_the_long_one_stands_for_it(text: str) -> None:
    plain, found = marked(text, ORG)
    assert acronyms(plain, found, "en") == {"BJP": "Bharatiya Janata Party"}


def test_a_year_or_a_party_behind_a_person_is_no_short_form() -> None:
    plain, found = marked("[Maria Keller] (CDU) and [Oslo] (2004)", PER)
    assert acronyms(plain, found, "de") == {}


@pytest.mark.parametrize(
    ("language", "text", "form", "full"),
    [
        ("ru", "[Владимир Путин]. Слова [Путина].", "Путина", "Владимир Путин"),
        ("ru", "Слова [Владимира Путина]. [Владимир Путин] молчит.", "Владимира Путина", "Владимир Путин"),
        ("pl", "[Antony Blinken]. Spotkanie z [Blinkenem].", "Blinkenem", "Antony Blinken"),
        ("hr", "[Velija Ramkovski]. Odvjetnik [Ramkovskog].", "Ramkovskog", "Velija Ramkovski"),
        ("fi", "[Sauli Niinistö]. Tapasi [Niinistön].", "Niinistön", "Sauli Niinistö"),
        ("en", "[Antony Blinken Jr.] and [Blinken]", "Blinken", "Antony Blinken Jr."),
    ],
)
def test_a_form_of_a_name_stands_for_its_bearer(language: str, text: str, form: str, full: str) -> None:
    plain, found = marked(text)
    assert short_forms(plain, found, language)[form] == full


def test_two_persons_do_not_become_one_by_their_ends() -> None:
    plain, found = marked("[Anna Novak] and [Hanna Nowak] and [Jan Noble]")
    assert full_names(short_forms(plain, found, "pl")) == {"Anna Novak", "Hanna Nowak", "Jan Noble"}


def full_names(shorts: dict[str, str]) -> set[str]:
    return set(shorts.values())


def read_whole(text: str, language: str, kind: EntityType = PER) -> list[str]:
    plain, found = marked(text, kind)
    return names(plain, unify_types(plain, found, language))


@pytest.mark.parametrize(
    ("language", "text", "added"),
    [
        ("en", "[Maria Keller] left. Now Keller is back.", "PER Keller"),
        ("ru", "[Сергей Лавров] прибыл. Слова Лаврова услышали.", "PER Лаврова"),
        ("fi", "[Sauli Niinistö] puhui. Matka vei Niinistön pois.", "PER Niinistön"),
    ],
)
def test_a_family_name_that_the_tagger_missed_is_found(language: str, text: str, added: str) -> None:
    assert added in read_whole(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "[Maria Keller] left Keller Street.",
        "[Maria Keller] left Anna Keller.",
        "[Maria Keller] left a Keller-made car.",
        "[Maria Keller] Kellers",
    ],
)
def test_a_family_name_inside_a_longer_name_is_not_hers(text: str) -> None:
    assert read_whole(text, "en") == ["PER Maria Keller"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KELLER MEETS MAYOR\nThe mayor met [Maria Keller].", ["PER KELLER", "PER Maria Keller"]),
        ("MARIA KELLER WINS\n[Maria Keller] won.", ["PER MARIA KELLER", "PER Maria Keller"]),
        ("KELLERMANN WINS\n[Maria Keller] lost.", ["PER Maria Keller"]),
        ("KELLER wins\n[Maria Keller] won.", ["PER Maria Keller"]),
    ],
)
def test_a_headline_in_capitals_has_the_names_of_its_story(text: str, found: list[str]) -> None:
    assert read_whole(text, "en") == found


def test_a_form_of_address_outvotes_a_mention_without_one() -> None:
    text = "Akayev and Mr. Akayev"
    assert names(text, unify_types(text, [Span(0, 6, ORG), Span(15, 21, PER)], "en")) == ["PER Akayev", "PER Akayev"]


class Fixed:
    """A backend that calls every capitalised word a person."""

    name = "fixed"

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        return [
            [Span(at, at + 1, PER) for at, char in enumerate(each.text) if char in string.ascii_uppercase]
            for each in texts
        ]


@examples(200)
@given(
    st.text(alphabet=st.one_of(st.sampled_from("ABab .\n!?'’-()。Путина́日本さん🙂אב"), st.characters()), max_size=120),
    st.sampled_from([None, "en", "id", "ru", "zh", "ja", "th", "ar", "tr", "fi", "xx"]),
)
def test_whatever_is_read_names_lie_apart_inside_their_lines(text: str, language: str | None) -> None:
    for found in (spans(text, language), spans(text, language, Fixed())):
        behind = 0
        for span in found:
            assert behind <= span.start < span.end <= len(text)
            assert "\n" not in text[span.start : span.end]
            behind = span.end


@pytest.mark.parametrize(
    "line",
    [
        lambda n: "Ab" * n,
        lambda n: "김" * n,
        lambda n: "ABC NEWS " * n,
        lambda n: "🙂" * n,
        lambda n: "John Smith met Smith. " * n,
    ],
)
def test_a_longer_text_takes_longer_in_proportion(line: Callable[[int], str]) -> None:
    def job(size: int) -> Callable[[], object]:
        text = line(size)
        return lambda: spans(text, "en")

    assert growth(job, 2_000) <= AT_MOST


def test_a_story_says_the_same_in_any_company() -> None:
    stories = ["Maria Keller left.\nThen Keller wrote.", "Keller Street is long.", "NATO MEETS IN WARSAW"]
    alone = [spans(text, "en") for text in stories]
    assert [spans(text, "en") for text in reversed(stories)] == alone[::-1]
