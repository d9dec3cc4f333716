"""Datelines as agencies print them, and sentences that only look like one."""

import pytest

from dateline.boilerplate.datelines import find_dateline
from dateline.gazetteer.is_place import is_place

REAL = """
STOCKHOLM, Aug 29, 2014 (AFP) - The king | STOCKHOLM | Aug 29, 2014 | AFP
BEIRUT (Reuters) - The port | BEIRUT | - | Reuters
NEW YORK (AP) — A man | NEW YORK | - | AP
LONDON, March 3 - Shares | LONDON | March 3 | -
Tegucigalpa, 2 ene (EFE).- La | Tegucigalpa | 2 ene | EFE
JAKARTA, KOMPAS.com - Polisi | JAKARTA | - | KOMPAS.com
Jakarta (ANTARA) - Presiden | Jakarta | - | ANTARA
KUALA LUMPUR, 3 Mac (Bernama) -- Perdana | KUALA LUMPUR | 3 Mac | Bernama
New Delhi: | New Delhi | - | -
New Delhi: Ministers met on Monday. | New Delhi | - | -
Mumbai, July 5: Heavy rain | Mumbai | July 5 | -
Berlin (dpa) - Der Minister | Berlin | - | dpa
Washington/Berlin (dpa) - Die | Washington/Berlin | - | dpa
PARIS, 3 mars 2024 (AFP) - Le | PARIS | 3 mars 2024 | AFP
Porto, 04 mar 2024 (Lusa) - O | Porto | 04 mar 2024 | Lusa
(ANSA) - ROMA, 12 GEN - Il | ROMA | 12 GEN | ANSA
ANKARA (AA) - Cumhurbaşkanı | ANKARA | - | Anadolu
МОСКВА, 3 марта. /ТАСС/. Глава | МОСКВА | 3 марта | TASS
नई दिल्ली, 3 मार्च (भाषा) प्रधानमंत्री | नई दिल्ली | 3 मार्च | PTI
القاهرة (رويترز) - قال | القاهرة | - | Reuters
新华社北京3月3日电（记者李明）中国 | 北京 | 3月3日 | Xinhua
【東京共同】岸田 | 東京 | - | Kyodo
(서울=연합뉴스) 홍길동 기자 = 정부는 | 서울 | - | Yonhap
"""
CASES = [[part.strip() for part in case.split("|")] for case in REAL.strip().splitlines()]


@pytest.mark.parametrize(("line", "place", "date", "agency"), CASES)
def test_a_dateline_gives_place_date_and_agency(line: str, place: str, date: str, agency: str) -> None:
    found = find_dateline(line, is_place)
    assert found is not None
    assert (found.place or "-", found.date or "-", found.agency or "-") == (place, date, agency)


@pytest.mark.parametrize(
    "line",
    [
        "Angela Merkel: Wir schaffen das",
        "Q: What happened next?",
        "NATO - the alliance - agreed",
        "The President (USA) - a title",
        "Der Minister - ein Mann von Format - sagte zu",
        "CNN: The network said so",
        "Ja – sagte er",
        "",
    ],
)
def test_other_beginnings_are_no_datelines(line: str) -> None:
    assert find_dateline(line, is_place) is None


def test_the_rest_of_the_line_begins_behind_the_dateline() -> None:
    line = "BEIRUT (Reuters) - The port"
    found = find_dateline(line, is_place)
    assert found is not None
    assert line[found.length :] == "The port"
