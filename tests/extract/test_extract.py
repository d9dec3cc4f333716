"""HTML to lines, and a page's story apart from its furniture."""

from dateline.extract.align import kept_lines
from dateline.extract.extract import html_lines, text_lines


def texts(markup: str) -> list[str]:
    return [line.text for line in html_lines(markup)]


def test_blocks_are_lines_and_inline_markup_is_not() -> None:
    assert texts("a <b>bold</b> word<p>one</p><p>two<br>three</p><ul><li>x<li>y</ul>tail") == [
        "a bold word", "one", "two", "three", "x", "y", "tail",
    ]  # fmt: skip


def test_hidden_elements_are_no_text() -> None:
    assert texts("<p>a</p><script>b</script><style>c</style><noscript>d</noscript><template>e</template>") == ["a"]


def test_a_line_knows_its_element_and_how_much_of_it_is_a_link() -> None:
    (line,) = html_lines('<p>half <a href="#">link</a></p>')
    assert (line.tag, line.link_share) == ("p", 0.5)


def test_plain_text_loses_controls_and_runs_of_blanks_only() -> None:
    assert [line.text for line in text_lines("a\u0007 b\t\tc\r\n\r\n  d\u2028e")] == ["a b c", "d", "e"]


def test_text_is_in_composed_form() -> None:
    assert text_lines("Cafe\u0301")[0].text == "Café"


def test_a_repeated_teaser_above_the_story_does_not_take_its_place() -> None:
    sentence = "The port of Beirut reopened on Monday after a week of repairs."
    lines = html_lines(f"<p>{sentence}</p><p>Menu</p><p>First words of the story stand here.</p><p>{sentence}</p>")
    assert kept_lines(lines, f"First words of the story stand here.\n{sentence}") == {2, 3}


def test_the_cells_of_a_table_are_found_in_an_extract_that_writes_its_rows_as_lines() -> None:
    rows = [["Rank", "Driver", "Points", "Wins"], ["1", "Joey Logano", "5040", "3"], ["2", "Martin Truex", "5035", "4"]]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    lines = html_lines(f"<p>4</p><p>Rank</p><p>The final standings of the season.</p><table>{table}</table><p>Wins</p>")
    extract = "The final standings of the season.\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
    assert kept_lines(lines, extract) == set(range(2, 3 + 12))
