"""feedparser's test files, read alone, without the stages behind: entries or a reason, and what feedparser expects of them."""

from collections import Counter
from collections.abc import Iterator

from dateline.domain.rejection import Reason
from dateline.domain.story import Story
from dateline.formats.decode.charset import CharsetError, decode_bytes
from dateline.formats.decode.format import Entry, FormatError
from dateline.formats.feeds.reader import read
from tests.support.formats.feedparser_expectations import AT_LEAST, Expectation, expectations, holds, story_of
from tests.support.shared_data import shared
from tests.support.tables import Table

COUNTS = {
    "entry": 730,
    "no_entries": 656,
    "empty_text": 481,
    "wrong_charset": 2,
    "malformed_markup": 2,
    "forbidden_markup": 2,
}
"""Entries and refusals, the latter of documents and of single entries."""

DISAGREED = {
    "atom/entry_updated_multiple_values.xml": "the first of several dates counts, where feedparser takes the last",
    "atom10/entry_content_and_summary.xml": "the content is the story, and the summary beside it is not kept",
    "rss/item_description_and_summary.xml": "one of two descriptions is the story",
    "rss/item_summary_and_description.xml": "one of two descriptions is the story",
    "atom10/entry_content_base64.xml": "application/octet-stream is no text",
    "atom10/entry_content_base64_2.xml": "application/octet-stream is no text",
    "atom10/entry_summary_base64.xml": "application/octet-stream is no text",
    "atom10/entry_summary_base64_2.xml": "application/octet-stream is no text",
    "rss/item_description_not_a_doctype.xml": "a browser takes <!' for the beginning of a comment",
    "sanitize/entry_content_iframe.xml": "a browser shows nothing of what stands inside an iframe",
    "sanitize/entry_summary_iframe.xml": "a browser shows nothing of what stands inside an iframe",
    "sanitize/item_content_encoded_script_nested_cdata.xml": "a browser takes <![CDATA[ in HTML for a comment",
}
"""Files of which one expectation at least does not hold, and why."""


def test_every_file_gives_entries_or_a_reason(corpora_table: Table) -> None:
    files = sorted(shared("wire/feedparser").rglob("*.xml"))
    found = Counter(outcome for file in files for outcome in _outcomes(file.read_bytes()))
    told = ", ".join(f"{name} {count}" for name, count in found.most_common() if name != "entry")
    corpora_table.add("feedparser, read alone", str(len(files)), str(found["entry"]), told, "0")
    assert len(files) == 1850
    assert found == COUNTS


def _outcomes(raw: bytes) -> Iterator[str]:
    try:
        text = decode_bytes(raw)
        for entry in read(text):
            yield "entry" if isinstance(entry, Entry) else entry.reason.value
    except CharsetError:
        yield Reason.WRONG_CHARSET.value
    except FormatError as error:
        yield error.reason.value


def test_what_feedparser_expects_holds_but_for_files_that_are_known(expectations_table: Table) -> None:
    folder = shared("wire/feedparser/tests/wellformed")
    stated = {
        str(file.relative_to(folder)): (file, wanted)
        for file in folder.rglob("*.xml")
        if (wanted := expectations(file))
    }
    disagreed = {name for name, (file, wanted) in stated.items() if not _all_hold(story_of(file), wanted)}
    agreed = len(stated) - len(disagreed)
    expectations_table.add("all that a file says", str(len(stated)), str(agreed), f"{100 * agreed / len(stated):.1f}")
    assert disagreed == set(DISAGREED)
    assert agreed >= AT_LEAST * len(stated)


def _all_hold(story: object, wanted: list[Expectation]) -> bool:
    return isinstance(story, Story) and all(holds(expected, story) for expected in wanted)
