"""Kept and removed, in order, are the decoded text again; and the same bytes always come out."""

import gzip

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.boilerplate.rules import load
from dateline.domain.rejection import Reason, Rejected
from dateline.domain.schemas import ENRICHED_ITEM
from dateline.domain.story import Form, Story
from dateline.extract.extract import html_lines, text_lines
from dateline.formats.decode.format import Entry
from dateline.formats.decode.repair import repaired
from dateline.record.reconstruct import decoded_lines
from tests.support.examples import examples
from tests.support.items import envelope, through
from tests.support.shared_data import shared

SENTENCES = [
    "The minister said on Monday that the port would reopen.",
    "Menteri itu mengatakan pelabuhan akan dibuka kembali.",
    "“Das ist ein Anfang”, sagte Müller am Montag in Köln.",
    "部长周一表示，港口将重新开放。",
    "قال الوزير إن الميناء سيفتح يوم الاثنين.",
    "BEIRUT (Reuters) - The port reopened.",
    "New Delhi: Ministers met on Monday.",
    "新华社北京3月4日电（记者李明）港口重新开放。",
    "The talks go on. (Reporting by Sam Haddad; Editing by Anna Cole)",
    "More Stories",
    "Video unggulan hari ini",
    "Why did the flights turn back?",
    "By Anna Cole",
]


def _phrases() -> st.SearchStrategy[str]:
    """Phrases of the rules that are plain words; deferred, since loading them takes a second."""
    return st.sampled_from([rule.phrase for rule in load().all if "{" not in rule.phrase and "…" not in rule.phrase])


PHRASES = st.deferred(_phrases)
LINES = st.one_of(
    st.sampled_from(SENTENCES),
    PHRASES,
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60),
    st.builds("{} {}".format, st.sampled_from(SENTENCES), PHRASES),
    st.builds("{}: {}".format, PHRASES, st.sampled_from(SENTENCES)),
)
BLOCKS = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "li", "h2", "div", "figcaption", "a"]), LINES)


def sound(text: str) -> str:
    """The text as it is decoded: mojibake is mended first."""
    return repaired(Entry(text, Form.TEXT))[0].markup


def assert_conserved(outcome: Story | Rejected, decoded: list[str]) -> None:
    if isinstance(outcome, Rejected):
        assert outcome.reason.value in ("empty_text", "nothing_left"), outcome
    else:
        assert decoded_lines(outcome.record) == decoded
        assert ENRICHED_ITEM.problem(outcome.record) is None


@given(st.lists(LINES, min_size=1, max_size=25))
@examples(300)
def test_plain_text_is_conserved(lines: list[str]) -> None:
    text = "\n".join(lines)
    decoded = [line.text for line in text_lines(sound(text))]
    if text.strip():
        (outcome,) = through(envelope(text, content_type="text/plain"))
        assert_conserved(outcome, decoded)


@given(st.lists(BLOCKS, min_size=1, max_size=25), st.booleans())
@example(["<figcaption>A caption and no story.</figcaption>"], True)
@examples(150)
def test_markup_is_conserved(blocks: list[str], page: bool) -> None:
    markup = "".join(blocks)
    markup = f"<html><head><title>T</title></head><body><article>{markup}</article></body></html>" if page else markup
    decoded = [line.text for line in html_lines(sound(markup))]
    (outcome,) = through(envelope(markup, content_type="text/html"))
    assert_conserved(outcome, decoded)


@given(st.binary(max_size=400))
@examples(300)
def test_any_bytes_give_a_record_or_a_reason_never_an_exception(raw: bytes) -> None:
    for outcome in through(raw):
        assert isinstance(outcome, Story) or outcome.reason.value != "stage_exception", outcome


@given(st.lists(LINES, min_size=1, max_size=15))
@examples(50)
def test_the_same_item_gives_the_same_bytes(lines: list[str]) -> None:
    raw = envelope("\n".join(lines) or "x")
    (first,), (second,) = through(raw), through(raw)
    if isinstance(first, Story) and isinstance(second, Story):
        assert orjson.dumps(first.record) == orjson.dumps(second.record)
    else:
        assert first == second


@pytest.mark.parametrize("name", ["fundus-dev", "article-extraction-benchmark"])
def test_real_pages_are_conserved(name: str) -> None:
    with gzip.open(shared(f"pages/{name}.jsonl.gz")) as stream:
        pages = [orjson.loads(line) for line in stream][::4]
    without_text = 0
    for page in pages:
        decoded = [line.text for line in html_lines(sound(page["html"]))]
        (outcome,) = through(envelope(page["html"], content_type="text/html"))
        if isinstance(outcome, Rejected):  # pages whose text is drawn by scripts alone
            assert outcome.reason is Reason.EMPTY_TEXT, (page["id"], outcome)
            without_text += 1
        else:
            assert decoded_lines(outcome.record) == decoded, page["id"]
    assert without_text <= len(pages) // 20
