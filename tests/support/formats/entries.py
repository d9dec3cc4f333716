"""What readers make of a document, told shortly for tests."""

from typing import Any

import pytest

from dateline.domain.metadata import Field
from dateline.domain.rejection import Reason
from dateline.formats.decode.format import Entry, Format, FormatError


def entries(format_: Format, text: str) -> list[Entry | Reason]:
    """Its entries, and the reasons of those that can't be read, in order."""
    return [found.reason if isinstance(found, FormatError) else found for found in format_.read(text)]


def only(format_: Format, text: str) -> Entry:
    """Its only entry."""
    (found,) = format_.read(text)
    assert isinstance(found, Entry), found.detail
    return found


def refusal(format_: Format, text: str) -> Reason:
    """Why the document as a whole can't be read."""
    with pytest.raises(FormatError) as raised:
        list(format_.read(text))
    return raised.value.reason


def said(entry: Entry, field: Field) -> list[Any]:
    """The different values of a field, the most trusted one first."""
    return list(dict.fromkeys(fact.value for fact in entry.facts if fact.field is field))


def origins(entry: Entry, field: Field) -> list[str]:
    """Where they stood."""
    return [fact.origin for fact in entry.facts if fact.field is field]
