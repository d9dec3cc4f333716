"""Boilerplate in real stories: what goes, in which category, what it fills, and what stays."""

import orjson
import pytest

from dateline.boilerplate.rules import load
from dateline.domain.story import Story
from dateline.record.reconstruct import decoded_lines
from tests.support.items import envelope
from tests.support.stages import STORY, cleaned, record_of, stripped_record

# One line a case: most are lines that publishers really print.
WHOLE_LINES = """
syndication_disclaimer | (Except for the headline, this story has not been edited by NDTV staff and is published from a syndicated feed.)
syndication_disclaimer | (Kecuali untuk tajuk utama, cerita ini tidak diedit oleh staf NDTV dan diterbitkan dari umpan sindikasi.)
agency_credit | (Quelle: APA/sda/dpa)
agency_credit | (Reporting by Sam Haddad; Editing by Anna Cole)
agency_credit | 来源：新华网
agency_credit | Источник: ТАСС
copyright | © Riproduzione riservata
copyright | 무단전재 및 재배포 금지
copyright | Tous droits réservés
copyright | All rights reserved
byline | Von Nina Magoley
timestamp | Uppdaterad 15.59 | Publicerad 14.14
related | Baca juga: Harga beras turun setelah panen raya
related | Les også: Slik blir været i påsken
related | À lire aussi : Sécheresse, l’Afrique de l’Est sous tension
related | पूरी खबर पढ़ें
related | اقرأ أيضا: بدء موسم الحصاد في دلتا النيل
newsletter | Sign up for our emails
newsletter | Follow Official WhatsApp Channel Nusantara News
advertisement | SCROLL TO CONTINUE WITH CONTENT
advertisement | Continua após a publicidade
advertisement | İçeriğin Devamı Aşağıda
share | 分享让更多人看到
share | 기사 URL이 복사되었습니다.
paywall | Il vous reste 57.09% de cet article à lire
paywall | この記事は会員限定です。
contact | Do you have a story to tell? Email: tips@news.example
"""
CASES = [tuple(part.strip() for part in case.split("|", 1)) for case in WHOLE_LINES.strip().splitlines()]


@pytest.mark.parametrize(("category", "line"), CASES)
def test_a_boilerplate_line_goes_in_its_category_and_the_story_stays(category: str, line: str) -> None:
    record = record_of(STORY["en"], STORY["de"], line)
    assert record["text"] == f"{STORY['en']}\n{STORY['de']}"
    assert [(piece["category"], piece["text"], piece["line"]) for piece in record["removed"]] == [(category, line, 2)]
    assert record["removed"][0]["by"].startswith("rule:")
    assert record["removed"][0]["score"] == 1.0


def test_what_is_removed_fills_its_field() -> None:
    record = record_of(
        "BEIRUT, March 4 (Reuters) - " + STORY["en"],
        "(Except for the headline, this story has not been edited by NDTV staff and is published from a syndicated feed.)",
        "Read also: Port workers end their strike",
        "© 2024 Example News. All rights reserved.",
        "Il vous reste 57.09% de cet article à lire",
    )
    assert record["text"] == STORY["en"]
    assert record["syndicated"]
    assert record["truncated"]
    assert record["agencies"] == ["Reuters", "NDTV"]
    assert record["related"] == ["Port workers end their strike"]
    assert record["rights"] == "© 2024 Example News. All rights reserved."
    assert record["dateline"]["place"] == "BEIRUT"


def test_a_heading_takes_its_block_and_only_that() -> None:
    record = record_of(
        STORY["en"],
        "More Stories",
        "Port workers end their strike",
        "Why are flights to Bali diverted this morning?",
        STORY["de"],
        "Sprecher: keine Angaben zur Dauer",
    )
    assert record["text"].split("\n") == [STORY["en"], STORY["de"], "Sprecher: keine Angaben zur Dauer"]
    assert [piece["line"] for piece in record["removed"]] == [1, 2, 3]
    assert record["related"] == ["Port workers end their strike", "Why are flights to Bali diverted this morning?"]


def test_a_video_heading_takes_one_headline() -> None:
    record = record_of(
        STORY["id"],
        "Video unggulan hari ini",
        "Ribuan warga menyaksikan festival lampion",
        "Warga bersorak di alun-alun kota",
    )
    assert record["text"].split("\n")[-1] == "Warga bersorak di alun-alun kota"
    assert record["media"] == [
        {"type": "video", "caption": "Ribuan warga menyaksikan festival lampion", "credit": None, "url": None}
    ]


def test_a_heading_inside_a_sentence_is_no_heading() -> None:
    lines = [
        "More stories of survival emerged on Monday, rescuers said, as the search went on.",
        "He told me to read more books at school.",
    ]
    assert record_of(*lines)["text"].split("\n") == lines


def test_a_credit_at_the_end_of_the_last_paragraph_goes_and_the_paragraph_stays() -> None:
    record = record_of(STORY["de"], STORY["en"] + " (Reporting by Sam Haddad; Editing by Anna Cole)")
    assert record["text"].split("\n")[-1] == STORY["en"]
    assert record["removed"][0]["start"] == len(STORY["en"])


def test_a_correction_stays_and_is_noted() -> None:
    note = "Correction: An earlier version of this story misspelled the minister's name."
    record = record_of(STORY["en"], note)
    assert record["text"].split("\n")[-1] == note
    assert record["notes"] == [note]


EDITORS_NOTES = """
Eds: Updates with quotes from the harbour master. With AP Photos.
(Adds details, background)
(Recasts with prices, adds analyst comment)
ATTENTION - ACTUALISE avec bilan, réactions ///
(Actualiza con declaraciones del ministro)
(Amplía con datos de la policía)
(neu: Details)
"""


@pytest.mark.parametrize("line", EDITORS_NOTES.strip().splitlines())
def test_a_note_to_editors_is_noted_and_leaves_the_text(line: str) -> None:
    record = record_of(line, *STORY.values())
    assert record["text"] == "\n".join(STORY.values())
    assert [(piece["category"], piece["text"]) for piece in record["removed"]] == [("editors_note", line)]
    assert record["notes"] == [line]
    assert record["origins"]["notes"] == ["text"]


def test_what_the_agency_tells_editors_at_the_end_goes_to_the_last_line() -> None:
    tail = [
        "dpa-Notizblock",
        "Internet",
        "- Hafenamt: https://hafen.example",
        "Ansprechpartner",
        "Petra Muster, +49 30 0000",
    ]
    record = record_of(STORY["de"], STORY["en"], *tail)
    assert record["text"] == f"{STORY['de']}\n{STORY['en']}"
    assert [piece["text"] for piece in record["removed"]] == tail
    assert {piece["category"] for piece in record["removed"]} == {"contact"}


@pytest.mark.parametrize(
    "line",
    [
        "The new station adds details that commuters had asked for, the council said on Monday.",
        "Updates with the court are expected on Friday, the lawyer told reporters in Leeds.",
        "Atención, dijo el ministro, el puerto abrirá el lunes para todos los barcos de pesca.",
        "Neu: Das Rathaus öffnet jetzt auch am Samstag, sagte der Bürgermeister am Montag in Köln.",
    ],
)
def test_a_story_that_begins_like_a_note_to_editors_stays(line: str) -> None:
    assert line in record_of(line, *STORY.values())["text"]


def test_a_byline_is_one_only_with_names_in_it() -> None:
    record = record_of("Von Nina Albers", STORY["de"])
    assert record["authors"] == ["Nina Albers"]
    headline = "Von heute an gilt die neue Regel"
    assert record_of(headline, STORY["de"])["text"].startswith(headline)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ana Cole and Sam Haddad", ["Ana Cole", "Sam Haddad"]),
        ("Von Nina Albers und Peter Müller", ["Nina Albers", "Peter Müller"]),
        ("Por José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("文：王小明　编辑：李四", ["王小明"]),
        ("责任编辑：李四", []),
        ("Redigeret af Kari Nordmann", []),
        ("Editor: Sari Dewi", []),
        ("Penulis: Budi Santoso", ["Budi Santoso"]),
        ("About the author", []),
        ("(Reporting by Ana Cole in Washington and Li Wei in Kyiv; Writing by Sam Haddad; Editing by Jo Park)", ["Ana Cole", "Li Wei"]),
        ("(Reporting by Ana Cole, Editing by Jo Park)", ["Ana Cole"]),
        ("(Additional reporting by Li Wei.)", ["Li Wei"]),
        ("(Reporting by Bengaluru Newsroom; Editing by Jo Park)", []),
        ("(Editing by Jo Park)", []),
        ("Pewarta: Budi Santoso Editor: Sari Dewi", ["Budi Santoso"]),
        ("（记者王小明 完）", ["王小明"]),
    ],
)  # fmt: skip
def test_authors_are_those_who_wrote_or_reported(line: str, authors: list[str]) -> None:
    record = record_of(STORY["en"], line)
    assert record["authors"] == authors
    assert record["text"] == STORY["en"]
    assert record["origins"].get("authors") == (["text"] if authors else None)


def test_an_agency_among_the_authors_is_one_of_the_agencies() -> None:
    (story,) = cleaned(
        orjson.dumps({"uri": "urn:x:1", "byline": "By Ian Jones, Press Association", "body_text": STORY["en"]})
    )
    assert isinstance(story, Story)
    assert (story.authors, story.agencies) == (("Ian Jones",), ("PA Media",))
    assert dict(story.origins)["agencies"] == dict(story.origins)["authors"]
    alone = record_of(STORY["en"], author="Thomson Reuters")
    assert (alone["authors"], alone["agencies"], "authors" in alone["origins"]) == ([], ["Reuters"], False)


def test_who_reported_stands_at_the_end_of_a_paragraph_too() -> None:
    record = record_of(STORY["en"] + " (Reporting by Ana Cole; Editing by Jo Park)")
    assert record["authors"] == ["Ana Cole"]
    assert record["text"] == STORY["en"]


def test_a_headline_given_apart_leaves_the_text() -> None:
    record = record_of("Port reopens", STORY["en"], title="Port reopens")
    assert record["text"] == STORY["en"]
    assert record["removed"][0]["category"] == "headline"


CATEGORIES = {
    "syndication_disclaimer", "agency_credit", "copyright", "byline", "timestamp", "related", "video", "newsletter", "caption",
    "advertisement", "share", "paywall", "contact", "note",
}  # fmt: skip
LANGUAGES = ("id ms en de fr es pt it nl tr ru ar hi zh ja ko").split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_rules_in_every_category(language: str) -> None:
    assert {rule.category for rule in load().all if rule.language == language} >= CATEGORIES


def test_no_rule_has_a_category_of_its_own() -> None:
    assert {rule.category for rule in load().all} == CATEGORIES | {"editors_note", "page"}


def test_on_a_page_a_section_heading_is_not_part_of_a_list_of_links() -> None:
    story = f"<p>{STORY['en']}</p>"
    markup = f'{story}<p>Read more</p><ul><li><a href="/a">Port workers end strike</a></li></ul><h2>What happens next</h2>{story}'
    record = stripped_record(envelope(markup, content_type="text/html"))
    assert record["text"].split("\n") == [STORY["en"], "What happens next", STORY["en"]]
    assert record["related"] == ["Port workers end strike"]


def test_whoever_is_followed_is_no_agency() -> None:
    record = record_of(STORY["en"], "Follow us on Twitter", STORY["de"])
    assert record["agencies"] == []
    assert [piece["category"] for piece in record["removed"]] == ["newsletter"]


@pytest.mark.parametrize(
    "headline",
    [
        "India: 20 killed in bus crash",
        "Source: Eagles trade receiver to Jets",
        "Foto: Brand zerstört Halle in Köln",
        "Video: Police release pictures of the crash",
        "Paris - das ist die Stadt der Liebe",
    ],
)
def test_the_first_line_of_a_story_may_be_its_headline(headline: str) -> None:
    assert record_of(headline, STORY["en"], STORY["de"])["text"].startswith(headline)


@pytest.mark.parametrize(
    "line",
    [
        "Source: a senior official who asked not to be named.",
        "Video: The police recorded the crash and later released the pictures to the public.",
        "By the numbers",
        "Published in 1851, the book sold badly.",
        "Kommentar",
    ],
)
def test_inside_a_story_such_lines_stay(line: str) -> None:
    lines = [STORY["en"], line, STORY["de"]]
    assert record_of(*lines)["text"].split("\n") == lines


@pytest.mark.parametrize("line", ["13.01.2023, 15:20", "March 4, 2024", "2023年3月3日 12时15分"])
def test_a_bare_date_at_the_edge_is_a_timestamp(line: str) -> None:
    record = record_of(line, STORY["en"], STORY["de"])
    assert record["times"] == [line]
    assert [piece["category"] for piece in record["removed"]] == ["timestamp"]


INSIDE = [
    ("Pelabuhan dibuka pada hari Senin, kata menteri. ", "Baca juga: Harga Beras Turun Setelah Panen Raya.",
     " Ia menambahkan bahwa perbaikan menelan dua belas juta dolar.", "Harga Beras Turun Setelah Panen Raya"),
    ("Pelabuhan dibuka pada hari Senin, kata menteri. ", "(Baca juga: Harga Beras Turun Setelah Panen Raya)",
     " Ia menambahkan bahwa perbaikan menelan dua belas juta dolar.", "Harga Beras Turun Setelah Panen Raya"),
    ("The port reopened on Monday, he said. ", "READ MORE: Why flights to Bali are diverted this morning.",
     " The work cost twelve million dollars, officials said.", "Why flights to Bali are diverted this morning"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "span", "behind", "headline"), INSIDE)
def test_a_read_more_form_inside_a_paragraph_goes_and_the_story_goes_on(
    before: str, span: str, behind: str, headline: str
) -> None:
    lines = [STORY["id"], before + span + behind, STORY["en"]]
    record = record_of(*lines)
    assert record["text"].split("\n") == [STORY["id"], before.rstrip() + behind, STORY["en"]]
    assert [(piece["category"], piece["text"].strip()) for piece in record["removed"]] == [("related", span)]
    assert record["related"] == [headline]
    assert decoded_lines(record) == lines


def test_a_read_more_form_that_ends_a_paragraph_goes_with_its_headline() -> None:
    record = record_of(f"{STORY['id']} Baca juga: Harga Beras Turun Setelah Panen Raya", STORY["en"])
    assert record["text"].split("\n") == [STORY["id"], STORY["en"]]
    assert record["related"] == ["Harga Beras Turun Setelah Panen Raya"]
