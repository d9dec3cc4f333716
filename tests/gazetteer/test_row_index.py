"""Tables of lists beside dictionaries of the same rows, and text folded at once beside text folded line by line."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.gazetteer import lexicon
from dateline.gazetteer.row_index import BETWEEN, Table
from dateline.text.fold import fold, fold_lines

_NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")).filter(lambda letter: "|" not in fold(letter)),
    min_size=1,
    max_size=5,
)
_ROWS = st.lists(st.tuples(st.just("code"), _NAMES, _NAMES), max_size=20)


@given(_ROWS, _NAMES)
def test_a_table_finds_the_rows_that_have_a_name_in_their_order(rows: list[tuple[str, str, str]], other: str) -> None:
    table = Table([BETWEEN.join(row) for row in rows], 1)
    for name in {fold(name) for _, *names in rows for name in names} | {other, "code"}:
        assert table.of(name) == [list(row) for row in rows if name in map(fold, row[1:])]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"))))
def test_text_folded_at_once_is_as_folded_line_by_line(lines: list[str]) -> None:
    assert fold_lines("\n".join(lines)).split("\n") == [fold(line) for line in lines] or not lines


def test_no_bar_between_names_comes_out_of_folding() -> None:
    for name in ("cities.txt", "city-names.txt", "divisions.txt", "towns.txt"):
        for _, line in lexicon.lines(name):
            assert fold(line).split(BETWEEN) == [fold(field) for field in line.split(BETWEEN)]
