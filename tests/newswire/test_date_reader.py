"""Dates in words and figures of many languages, none of them completed from the clock."""

from datetime import datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from dateline.newswire.date_reader import AmbiguousDateError, read_date

DATES = """
2016年6月29日 15:07 = 2016-06-29T15:07:00
2016年6月29日15时07分 = 2016-06-29T15:07:00
2016年6月29日 下午3:07 = 2016-06-29T15:07:00
2016年 = 2016-01-01T00:00:00
2016년 6월 29일 = 2016-06-29T00:00:00
2016년 6월 29일 오후 3시 7분 = 2016-06-29T15:07:00
Wed, 29 Jun 2016 15:07:41 +02:00 = 2016-06-29T15:07:41+02:00
Fri Apr 29 2022 13:19:00 GMT+0000 (UTC) = 2022-04-29T13:19:00+00:00
2018-11-28CET11:59:00+0100 = 2018-11-28T11:59:00+01:00
Tue Jan 28 15:28:56 CET 2020 = 2020-01-28T15:28:56+01:00
2016/6/29 15:07:41 = 2016-06-29T15:07:41
2016-06-29 15:07:41 UTC = 2016-06-29T15:07:41+00:00
2016. 6. 29. = 2016-06-29T00:00:00
29.06.2016 15:07 = 2016-06-29T15:07:00
29-06-2016 15:07 = 2016-06-29T15:07:00
29/06/2016 = 2016-06-29T00:00:00
4/4/2024 = 2024-04-04T00:00:00
6/29/2016 3:07:41 PM = 2016-06-29T15:07:41
6/29/2016 12:07 am = 2016-06-29T00:07:00
Tue, 18 Sept 2018 10:00:00 GMT = 2018-09-18T10:00:00+00:00
Fri, Feb 24 2023 08:18:00 PM = 2023-02-24T20:18:00
June 29, 2016, 3:07 pm EDT = 2016-06-29T15:07:00-04:00
Wednesday, June 29, 2016 - 15:07 = 2016-06-29T15:07:00
March 5th, 2024 at 3pm = 2024-03-05T15:00:00
Jun 29 2016 03:07PM = 2016-06-29T15:07:00
1467212861 = 2016-06-29T15:07:41+00:00
1467212861000 = 2016-06-29T15:07:41+00:00
sab, 07 gen 2023 21:44:32 +0100 = 2023-01-07T21:44:32+01:00
mar, 18 ott 2022 10:00:00 +0200 = 2022-10-18T10:00:00+02:00
mer., 29 juin 2016 15:07 = 2016-06-29T15:07:00
le 5 mars 2024 à 15 h 07 = 2024-03-05T15:07:00
1er mars 2024 = 2024-03-01T00:00:00
29. Juni 2016, 15.07 Uhr = 2016-06-29T15:07:00
29 de junio de 2016 = 2016-06-29T00:00:00
1º de março de 2024 às 15h07 = 2024-03-01T15:07:00
29 июня 2016, 15:07 = 2016-06-29T15:07:00
Пн, 5 фев 2024 10:00:00 +0300 = 2024-02-05T10:00:00+03:00
5 березня 2024 о 15:07 = 2024-03-05T15:07:00
Ke, 30 Loka 2013 10:00:00 +0300 = 2013-10-30T10:00:00+03:00
2024. március 5. 10:00 = 2024-03-05T10:00:00
tirsdag 5. mars 2024 kl. 15.07 = 2024-03-05T15:07:00
5 marzo 2024 ore 15.07 = 2024-03-05T15:07:00
5 Mart 2024 Salı, 10:00 = 2024-03-05T10:00:00
Selasa, 05 Mar 2024 15:07 WIB = 2024-03-05T15:07:00+07:00
ngày 5 tháng 3 năm 2024 = 2024-03-05T00:00:00
5 มีนาคม 2567 = 2024-03-05T00:00:00
5 मार्च 2024 = 2024-03-05T00:00:00
٥ مارس ٢٠٢٤ = 2024-03-05T00:00:00
5 كانون الثاني 2024 = 2024-01-05T00:00:00
5 Μαρτίου 2024, 3:07 μ.μ. = 2024-03-05T15:07:00
২০২০-০৮-২৯T১০:৪৬:০৬+০১:০০ = 2020-08-29T10:46:06+01:00
2024-03-05T24:00:00 = 2024-03-06T00:00:00
June 2016 = 2016-06-01T00:00:00
"""
CASES = [tuple(line.rsplit(" = ", 1)) for line in DATES.strip().splitlines()]
CLOCKS = ("2019-02-03 04:05:06", "2031-08-17 22:23:24")


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_date_is_read_whatever_the_clock_says(text: str, expected: str, clock: str) -> None:
    with time_machine.travel(datetime.fromisoformat(clock), tick=False):
        moment = read_date(text)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize("text", ["3/4/2024", "03-04-2024", "srp 5 2024"])
def test_an_ambiguous_date_says_so(text: str) -> None:
    with pytest.raises(AmbiguousDateError):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2016 күз",
        "2 hours ago",
        "Tuesday",
        "June 29",
        "15:07",
        "June 31, 2016",
        "12:30 13:30 5 mars 2024",
        "5 mars 2024 25:00",
        "now",
        "",
    ],
)
def test_no_date_is_made_up(text: str) -> None:
    assert read_date(text) is None


@given(st.text("0123456789/.-: ,年月日junJUNЯнвpmzZ+TGM", max_size=30))
def test_any_text_is_a_date_or_none_and_the_clock_has_no_part_in_it(text: str) -> None:
    readings = set()
    for clock in CLOCKS:
        with time_machine.travel(datetime.fromisoformat(clock), tick=False):
            try:
                readings.add(read_date(text))
            except AmbiguousDateError:
                readings.add(None)
    assert len(readings) == 1
