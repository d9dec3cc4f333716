"""What lists and cues find in single sentences of many languages."""

import pytest

from dateline.entities.rules.tagger import RuleTagger
from dateline.entities.tag import spans


def names(text: str, language: str | None) -> list[str]:
    return [f"{span.type} {text[span.start : span.end]}" for span in spans(text, language, RuleTagger())]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Presiden Prabowo Subianto tiba di Surabaya kemarin.", ["PER Prabowo Subianto", "LOC Surabaya"]),
        ("id", "Menteri Luar Negeri Jepang Yoko Kamikawa bertemu.", ["LOC Jepang", "PER Yoko Kamikawa"]),
        ("id", "Utusan AS dan Tiongkok berunding.", ["LOC AS", "LOC Tiongkok"]),
        ("ms", "Perdana Menteri Anwar Ibrahim melawat Kuala Lumpur.", ["PER Anwar Ibrahim", "LOC Kuala Lumpur"]),
        ("en", "President Joe Biden flew to Warsaw.", ["PER Joe Biden", "LOC Warsaw"]),
        ("en", "The Ministry of Health sent the report to NATO.", ["ORG Ministry of Health", "ORG NATO"]),
        ("en", "He lives in the United States.", ["LOC United States"]),
        ("de", "Bundeskanzler Olaf Scholz traf die Minister in Berlin.", ["PER Olaf Scholz", "LOC Berlin"]),
        ("fr", "Le président Emmanuel Macron est arrivé en Allemagne.", ["PER Emmanuel Macron", "LOC Allemagne"]),
        ("es", "El presidente Pedro Sánchez viajó a EE.UU.", ["PER Pedro Sánchez", "LOC EE.UU."]),
        ("pt", "O presidente Luiz Silva visitou os EUA.", ["PER Luiz Silva", "LOC EUA"]),
        ("it", "Il presidente Sergio Mattarella è a Roma.", ["PER Sergio Mattarella", "LOC Roma"]),
        ("nl", "Premier Mark Rutte sprak in Brussel.", ["PER Mark Rutte", "LOC Brussel"]),
        ("sv", "Statsminister Ulf Kristersson reste till Finland.", ["PER Ulf Kristersson", "LOC Finland"]),
        ("pl", "Premier Donald Tusk przyjechał do Francji.", ["PER Donald Tusk", "LOC Francji"]),
        ("tr", "Cumhurbaşkanı Recep Tayyip Erdoğan Ankara'da konuştu.", ["PER Recep Tayyip Erdoğan", "LOC Ankara"]),
        ("ru", "Переговоры прошли в России и в США.", ["LOC России", "LOC США"]),
        ("ar", "وصل الرئيس محمود عباس إلى روسيا", ["PER محمود عباس", "LOC روسيا"]),
        ("hi", "प्रधानमंत्री नरेंद्र मोदी ने रूस की यात्रा की", ["PER नरेंद्र मोदी", "LOC रूस"]),
        ("zh", "美国和俄罗斯举行会谈。", ["LOC 美国", "LOC 俄罗斯"]),
        ("ja", "岸田首相はロシアを訪問した。", ["PER 岸田", "LOC ロシア"]),
        ("ko", "김민수 대통령은 미국을 방문했다.", ["PER 김민수", "LOC 미국"]),
    ],
)
def test_finds_people_organisations_and_places(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Seorang pejabat mengatakan hal itu pada hari Kamis."),
        ("id", "Pakta START disepakati seusai Perang Dingin."),
        ("en", "Yesterday the weather was good. Officials agreed."),
        ("en", "American officials spoke of a British plan."),
        ("de", "Die Regierung legt dem Haushalt eine Rechnung vor."),
        ("ja", "日本人の多くは中国語を学ぶ。"),
    ],
)
def test_common_words_and_demonyms_are_no_names(language: str, text: str) -> None:
    assert names(text, language) == []


def test_a_short_form_counts_only_in_its_language() -> None:
    assert names("Pasukan AS menang.", "id") == ["LOC AS"]
    assert "LOC AS" not in names("They play for AS Roma.", "en")


def test_title_words_are_not_part_of_a_name() -> None:
    assert names("Then Secretary of State Antony Blinken left.", "en") == ["PER Antony Blinken"]


def test_a_surname_that_is_also_a_title_stays_in_the_name() -> None:
    assert names("We met Stephen King there.", "en") == ["PER Stephen King"]


def test_particles_join_a_persons_name() -> None:
    assert names("Präsidentin Ursula von der Leyen sprach.", "de") == ["PER Ursula von der Leyen"]


def test_without_a_language_the_lists_of_all_are_used() -> None:
    assert names("President Joe Biden flew to Warsaw.", None) == ["PER Joe Biden", "LOC Warsaw"]


@pytest.mark.parametrize("text", ["", "A", "\n\n", "😀", "Ab" * 100_000, "김" * 100_000, "THE BIG NEWS TODAY"])
def test_odd_texts_are_no_trouble(text: str) -> None:
    assert all(span.end <= len(text) for span in spans(text, "en"))
