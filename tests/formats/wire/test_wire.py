"""IPTC 7901 and ANPA 1312 as agencies send them, as systems store them, and damaged."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.metadata import Field, Subject
from dateline.domain.rejection import Reason
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.sniff import sniff
from dateline.formats.wire.anpa1312 import ANPA_1312, is_anpa1312
from dateline.formats.wire.iptc7901 import IPTC_7901, is_iptc7901
from dateline.newswire.bylines import byline
from dateline.newswire.wire_text import sent, unwrapped
from tests.support.examples import examples
from tests.support.formats import wire_messages
from tests.support.growth import AT_MOST, growth

IPTC = ("DPA", "DPA_WITHOUT_CONTROLS", "AFP", "EFE", "BELGA_DAY", "KNA_SPELT_OUT")
ANPA = ("AP", "KYODO", "CANADIAN_PRESS", "AP_WITHOUT_CONTROLS")
SENTENCES = [
    "BEIRUT (Reuters) - The port reopened on Monday.",
    "A4 2 km 100 m later the road ends.",
    "ba123 4 pm 200 passengers were on board",
    "a 1 BC-based company said on 03-04 that 1200 people work there.",
    "W1645 was the form that they had to fill in.",
    "«Das ist ein Anfang», sagte Müller am Montag in Köln.",
    "212101 people voted in Nov 18 towns.",
    "",
    "Le port a rouvert lundi.",
]


def entry(name: str, at: int = 0) -> Entry:
    text = getattr(wire_messages, name)
    found = list(sniff(text).read(text))[at]
    assert isinstance(found, Entry), found
    return found


def values(found: Entry, field: Field) -> list[object]:
    return [fact.value for fact in found.facts if fact.field is field]


def reading(format_: Format, text: str) -> list[Entry | FormatError]:
    try:
        return list(format_.read(text))
    except FormatError as error:
        return [error]


@pytest.mark.parametrize(("names", "format_"), [(IPTC, IPTC_7901), (ANPA, ANPA_1312)])
def test_messages_are_told_by_their_look(names: tuple[str, ...], format_: Format) -> None:
    for name in names:
        assert sniff(getattr(wire_messages, name)) is format_, name


def test_dpa_puts_takes_notes_and_byline_around_the_headline() -> None:
    found = entry("DPA")
    note = "(Berichtigung: Zahl der Mitglieder im 2. Absatz korrigiert. Es sind nicht 40, sondern 44.)"
    assert values(found, Field.SLUG) == ["Partei/Deutschland/Muster"]
    assert values(found, Field.TAKE) == ["Eil"]
    assert values(found, Field.TITLE) == ["Parteispitze tritt nach Niederlagen ab"]
    assert values(found, Field.AUTHORS) == ["Erika Beispiel", "Max Muster"]
    assert values(found, Field.NOTES) == [note, "(Foto Archiv)"]
    assert values(found, Field.URGENCY) == ["2"]
    assert values(found, Field.SUBJECTS) == [Subject(None, "pl", "iptc7901")]
    assert values(found, Field.PUBLISHED) == ["25 Sep 2024 10:37 -0000"]
    assert found.markup.split("\n") == [
        note,
        "(Foto Archiv)",
        "Berlin (dpa) - Die Parteispitze zieht nach den Misserfolgen der Partei bei mehreren Wahlen personelle Konsequenzen."
        " Die Co-Vorsitzenden gaben in Berlin den Rücktritt des gesamten Vorstandes bekannt.",
        "Die Neuwahl soll im November sein. Bis dahin führt der alte Vorstand die Geschäfte weiter, wie ein Sprecher sagte.",
        "# Notizblock",
        "## Orte",
        "- [Parteizentrale](Platz vor dem Neuen Tor 1, 10115 Berlin, Deutschland)",
        "dpa abc yydd n1 sku",
    ]


def test_a_message_without_controls_is_read_by_its_lines() -> None:
    found = entry("DPA_WITHOUT_CONTROLS")
    assert values(found, Field.SLUG) == ["Switzerland/migration/UN"]
    assert values(found, Field.TAKE) == ["REFILE 1ST LEAD"]
    assert values(found, Field.TITLE) == ["Swiss join countries that resist a migration pact"]
    assert values(found, Field.AUTHORS) == []
    assert values(found, Field.PUBLISHED) == ["21 Nov 2018 23:22 GMT"]
    lines = found.markup.split("\n")
    assert lines[0] == "By dpa correspondents"
    assert lines[1].startswith("Geneva (dpa) - Switzerland is joining a growing number of countries that will refrain")
    assert lines[-1] == "dpa al rmo hct"


def test_a_flash_has_its_agency_from_the_last_line() -> None:
    found = entry("AFP")
    assert (values(found, Field.TAKE), values(found, Field.AGENCIES)) == (["FLASH"], ["AFP"])
    assert values(found, Field.PUBLISHED) == ["31 Aug 1997 05:44 -0000"]
    assert found.markup == "- Le président a démissionné\nly"


def test_a_headline_without_a_mark_is_told_by_the_blank_line() -> None:
    found = entry("EFE")
    assert values(found, Field.TITLE) == ["El puerto de Beirut reabre tras una semana de obras"]
    assert (values(found, Field.SLUG), values(found, Field.TAKE)) == (["LÍBANO PUERTO"], ["Ampliación"])
    assert found.markup.startswith("Beirut, 4 mar (EFE).- El puerto de Beirut reabrió este lunes tras una semana")


def test_a_days_file_gives_every_message_of_the_day() -> None:
    titles = [values(entry("BELGA_DAY", at), Field.TITLE) for at in (0, 1)]
    assert titles == [["Ligue des champions - résultats (3DER)"], ["Il perd et sa voiture et la recette du match"]]
    assert "(AFP-DPA-REUTER) = Dernier résultat des matches retour du 1er tour" in entry("BELGA_DAY").markup
    assert len(reading(IPTC_7901, wire_messages.BELGA_DAY)) == 2


def test_spelt_out_controls_are_controls() -> None:
    found = entry("KNA_SPELT_OUT")
    assert values(found, Field.TITLE) == ["Kinderkommission: Bund muss zuständig bleiben"]
    assert found.markup.startswith("Berlin (KNA) Die Kinderkommission")
    assert sniff(wire_messages.KNA_SPELT_OUT.replace("<", "[").replace(">", "]")) is IPTC_7901


def test_several_messages_and_a_broken_one_each_have_their_place() -> None:
    found = reading(IPTC_7901, wire_messages.DPA + "\x01no header\n\x02text\x03\x04" + wire_messages.EFE)
    assert [type(result) for result in found] == [Entry, FormatError, Entry]
    assert isinstance(found[1], FormatError)
    assert found[1].reason is Reason.MALFORMED_MARKUP


def test_a_message_without_text_is_empty() -> None:
    (found,) = reading(IPTC_7901, "\x01bdt0001 3 pl 0\r\nWahl/\r\n\x02\r\n\x03\x04")
    assert isinstance(found, FormatError)
    assert found.reason is Reason.EMPTY_TEXT


def test_ap_headings_go_to_their_fields() -> None:
    found = entry("AP")
    assert values(found, Field.SLUG)[0] == "BC-BKN--Port-Hawks"
    assert values(found, Field.TAKE)[0] == "1st Ld-Writethru"
    assert values(found, Field.TITLE) == ["Adler has 30 points, short-handed Port beat Hawks"]
    assert values(found, Field.SUBTITLE) == [
        "Paul Adler scored 30 points and the Port beat the Hawks 115-111 on Friday night."
    ]
    assert values(found, Field.AUTHORS) == ["CHARLES ODEN", "ANA COLE"]
    assert values(found, Field.NOTES) == ["AP Photo GATK105, GATK106", "Eds: Updates. With AP Photos."]
    assert values(found, Field.SUBJECTS) == [Subject(None, "s", "anpa1312")]
    assert values(found, Field.PUBLISHED) == ["20 Feb 16 03:37 GMT"]
    assert values(found, Field.URGENCY) == []
    assert found.markup.split("\n")[3:] == [
        "ATLANTA (AP) — Paul Adler scored 30 points and the Port beat the Hawks 115-111 on Friday night.",
        "“I gave it a couple days,” Adler said. “It's just some soreness.”",
        "___",
    ]


def test_a_wire_without_marks_keeps_its_paragraphs() -> None:
    found = entry("KYODO")
    assert values(found, Field.SLUG) == ["BC-Soccer-Emperor's-Cup"]
    assert [line.split()[0] for line in found.markup.split("\n")] == ["SAITAMA,", "Midfielder", "==Kyodo"]
    assert values(found, Field.PUBLISHED) == []


def test_a_headline_may_be_named_as_such() -> None:
    found = entry("CANADIAN_PRESS")
    assert values(found, Field.TITLE) == ["Stock markets advance as a bank seeks to fire up an economy"]
    assert (values(found, Field.AUTHORS), values(found, Field.TAKE)[0]) == (["Malcolm Morris"], "7th Writethru")
    assert found.markup.split("\n")[-1].endswith("to help keep the recovery on track.")


def test_header_lines_without_controls_are_told_from_text() -> None:
    found = entry("AP_WITHOUT_CONTROLS")
    assert found.markup == "HONOLULU (AP) — The state files a court challenge."
    assert values(found, Field.PUBLISHED) == ["29 Jun 17 23:50 GMT"]


@pytest.mark.parametrize(
    ("group", "moment"),
    [
        ("212101 GMT Nov 18", "21 Nov 2018 21:01 GMT"),
        ("062130 Okt 24", "06 Oct 2024 21:30 -0000"),
        ("310001 JUL 97", "31 Jul 1997 00:01 -0000"),
        ("041030 GMT déc. 2024", "04 Dec 2024 10:30 GMT"),
        ("041031", None),
        ("212101 people voted", None),
        ("212101 Foo 18", None),
    ],
)
def test_only_a_whole_date_is_one(group: str, moment: str | None) -> None:
    found = sent(group)
    assert (found.moment if found else None) == moment


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By PAUL BYRNE and ALMUDENA CALATRAVA", ["PAUL BYRNE", "ALMUDENA CALATRAVA"]),
        ("Von Marco Krefting, Eva Maria Muster und Sunrita Sen, dpa", ["Marco Krefting", "Eva Maria Muster", "Sunrita Sen"]),
        ("Por María de la Cruz y Juan Pérez", ["María de la Cruz", "Juan Pérez"]),
        ("By Tom Krasovic, The San Diego Union-Tribune", ["Tom Krasovic"]),
        ("By dpa correspondents", []),
        ("By The Associated Press", []),
        ("By Monday the port was open again", None),
        ("Von der Leyen will Wiederwahl", None),
    ],
)  # fmt: skip
def test_bylines_name_people(line: str, names: list[str] | None) -> None:
    assert byline(line) == names


def test_wrapped_lines_are_joined_and_tables_are_not() -> None:
    wrapped = [
        "The minister said that the port, which had been shut for a week, had",
        "reopened again on Monday morning, and that the whole of the SPD-",
        "Fraktion would be told.",
        "",
        "A second paragraph that is long enough to be broken by the wire's",
        "own machine at its column.",
        "IA Akranes               0-1   0-3",
        "FC Kosice                1-1   2-3",
    ]
    assert list(unwrapped(wrapped)) == [
        "The minister said that the port, which had been shut for a week, had reopened again on Monday morning, and that"
        " the whole of the SPD-Fraktion would be told.",
        "A second paragraph that is long enough to be broken by the wire's own machine at its column.",
        "IA Akranes               0-1   0-3",
        "FC Kosice                1-1   2-3",
    ]
    assert list(unwrapped(["One.", "Two.", "Three."])) == ["One.", "Two.", "Three."]


@given(
    st.lists(
        st.one_of(st.sampled_from(SENTENCES), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)),
        max_size=12,
    )
)
@examples(300)
def test_no_plain_text_is_taken_for_a_wire_message(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.lstrip().startswith(("<S", "[S", "␁", "␖")):
        assert not is_anpa1312(text)
        assert not is_iptc7901(text)


@given(st.sampled_from([*IPTC, *ANPA]), st.data())
@examples(300)
def test_damaged_messages_give_entries_or_reasons(name: str, data: st.DataObject) -> None:
    text = getattr(wire_messages, name)
    for _ in range(data.draw(st.integers(1, 4))):
        at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 60))
        text = text[:at] + data.draw(st.text(max_size=15)) + text[at + size :]
    for format_ in (IPTC_7901, ANPA_1312):
        found = reading(format_, text)
        assert all(isinstance(result, FormatError) or result.markup.strip() for result in found)


GROWING: dict[str, Callable[[int], str]] = {
    "SOH": lambda size: "\x01" * size,
    "headers": lambda size: "\x01abc0001 3 pl 1\n\x02a\x03" * (size // 20),
    "headers without controls": lambda size: "abc0001 3 pl 1\na\n010101 Jan 01\n" * (size // 30),
    "blanks in a header": lambda size: "\x01abc0001 3 pl 1" + " " * size,
    "open brackets": lambda size: "\x01abc0001 3 pl 1\n\x02" + "(\n" * (size // 2),
    "closed brackets": lambda size: "\x01abc0001 3 pl 1\n\x02" + "(a)\n" * (size // 4),
    "equals signs": lambda size: "\x01abc0001 3 pl 1\n\x02" + "= " * (size // 2),
    "carets": lambda size: "\x01a0001\x1fa\nr a BC-X  01-01 0001\n\x02" + "^" * size,
    "headings": lambda size: "\x01a0001\x1fa\nr a BC-X  01-01 0001\n\x02" + "^a<\n" * (size // 4),
    "breaks": lambda size: "\x01a0001\x1fa\nr a BC-X  01-01 0001\n\x02" + "< " * (size // 2),
    "wrapped lines": lambda size: "\x01abc0001 3 pl 1\n\x02" + ("word " * 13 + "\n") * (size // 66),
    "one line": lambda size: "\x01abc0001 3 pl 1\n\x02By " + "A, " * (size // 3),
    "spelt controls": lambda size: "<SOH>" * (size // 5),
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
@pytest.mark.parametrize("format_", [IPTC_7901, ANPA_1312], ids=["iptc", "anpa"])
def test_ten_times_the_input_costs_at_most_twenty_times_the_time(format_: Format, name: str) -> None:
    def job(size: int) -> Callable[[], object]:
        text = GROWING[name](size)
        return lambda: reading(format_, text)

    assert growth(job, 30_000) <= AT_MOST
