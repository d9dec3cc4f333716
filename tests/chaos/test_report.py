"""The results grow in a file and end in a table."""

from pathlib import Path

from chaos import report
from chaos.result import Result

OURS = Result("kill -9", "ours", "long", 7, times=100, items=100_000, resumes=[3.0, 1.0, 12.34])
PLAIN = Result("kill -9", "plain", "long", 7, times=10, items=10_000, duplicated=3561)
UNPLAIN = Result("drop after failure", "ours", "long", 7, times=1, items=400, lost=2)


def test_a_new_result_takes_the_place_of_its_former_one(tmp_path: Path) -> None:
    file = tmp_path / "chaos.json"
    for result in (OURS, PLAIN, Result("kill -9", "ours", "long", 8, times=101)):
        report.write(file, report.merged(report.read(file), result))
    assert [(result.kind, result.times) for result in report.read(file)] == [("plain", 10), ("ours", 101)]


def test_ours_and_plain_faust_stand_in_one_row() -> None:
    rows = report.rows([UNPLAIN, PLAIN, OURS], "long", ["kill -9", "drop after failure", "never run"])
    assert rows == [
        ("kill -9", "100", "100,000", "0", "0", "3.0 / 12.3", "10", "0", "3,561"),
        ("drop after failure", "1", "400", "2", "0", "–", "–", "–", "–"),
    ]
    assert report.markdown(rows).splitlines()[2].startswith("| kill -9 | 100 | 100,000 | 0 | 0 |")


def test_a_broken_condition_is_no_success() -> None:
    assert OURS.passed
    assert not UNPLAIN.passed
    assert not Result("zombie", "ours", "short", 7, problems=["committed offsets went back"]).passed
