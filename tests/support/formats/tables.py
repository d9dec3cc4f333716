"""The tables of the formats' tests."""

import pytest

from tests.support.tables import Table

CORPORA = Table("Corpora of real files", ("corpus", "files", "records", "rejections by reason", "exceptions"))
EXPECTATIONS = Table("feedparser's own expectations", ("about", "files", "hold", "%"))
HOSTILE = Table("Hostile input", ("what", "bytes", "becomes", "CPU ms"))
PARSING = Table("Decoding beside the whole way of an item", ("format", "decode ms", "all ms", "%"))
TABLES = (CORPORA, EXPECTATIONS, HOSTILE, PARSING)


@pytest.fixture
def corpora_table() -> Table:
    return CORPORA


@pytest.fixture
def expectations_table() -> Table:
    return EXPECTATIONS


@pytest.fixture
def hostile_table() -> Table:
    return HOSTILE


@pytest.fixture
def parsing_table() -> Table:
    return PARSING
