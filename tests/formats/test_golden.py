"""Each format's hand-written document gives the records that a person has read."""

from pathlib import Path

import orjson
import pytest

from dateline.formats.decode.sniff import FORMATS
from tests.support.formats.golden import as_json, documents, record_file, results


@pytest.mark.parametrize("document", documents(), ids=lambda file: file.name)
def test_a_document_gives_its_golden_records(document: Path) -> None:
    assert as_json(results(document)).decode() == record_file(document).read_text("utf-8")


def test_every_format_has_a_document() -> None:
    read_as = {
        record.get("content_type") for file in documents() for record in orjson.loads(record_file(file).read_bytes())
    }
    assert {format_.content_type for format_ in FORMATS} <= read_as
