"""Records written as ninjs are valid against IPTC's own schema; as schema.org they say what schema.org knows."""

from typing import Any

import jsonschema_rs
import orjson
import pytest

from dateline.domain.story import Story
from dateline.pipeline.pipeline import process
from dateline.record.formats import OutputFormat, written
from tests.support.formats.golden import documents
from tests.support.schema_examples import example, examples
from tests.support.shared_data import shared


def records() -> list[dict[str, Any]]:
    """Of all golden documents."""
    return [
        result.record
        for file in documents()
        for result in process(Story(raw=file.read_bytes(), default_source="golden"))
        if isinstance(result, Story)
    ]


def iptcs_own() -> jsonschema_rs.Draft202012Validator:
    """IPTC's schema; the one for GeoJSON that it names is on the network, and records have none."""
    schema = orjson.loads(shared("wire/ninjs/specification/ninjs-schema_3.1.json").read_bytes())
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, retriever=lambda _: {})


def test_ninjs_is_valid_against_iptcs_schema() -> None:
    validator = iptcs_own()
    for record in records():
        made = written(record, OutputFormat.NINJS)
        assert [error.message for error in validator.iter_errors(made)] == []
        assert made["bodies"][0]["value"] == record["text"]
        assert {"name": "ninjs", "version": "3.1"}.items() <= made["standard"].items()


def test_every_example_record_is_valid_ninjs_too() -> None:
    validator = iptcs_own()
    for name in examples("valid", "enriched-item"):
        assert validator.is_valid(written(example("valid", name), OutputFormat.NINJS)), name


@pytest.mark.parametrize(
    ("ninjs", "field"),
    [("urgency", "urgency"), ("slugline", "slug"), ("pubStatus", "pub_status"), ("version", "version")],
)
def test_what_came_as_ninjs_goes_as_ninjs(ninjs: str, field: str) -> None:
    record = next(
        record for record in records() if record["content_type"].endswith("ninjs+json") and record["subtitle"]
    )
    assert written(record, OutputFormat.NINJS)[ninjs] == record[field]


def test_schema_org_is_an_article_with_its_text_and_people() -> None:
    record = next(record for record in records() if record["content_type"] == "application/nitf+xml")
    article = written(record, OutputFormat.SCHEMA_ORG)
    assert (article["@context"], article["@type"]) == ("https://schema.org", "NewsArticle")
    assert article["headline"] == "Port of Beirut reopens"
    assert article["articleBody"] == record["text"]
    assert article["author"] == [{"@type": "Person", "name": "Laila Haddad"}]
    assert article["dateline"] == "BEIRUT (AP) - "
    assert article["associatedMedia"] == [
        {
            "@type": "ImageObject",
            "contentUrl": "https://ap.example/port.jpg",
            "caption": "Cranes at the port.",
            "creditText": "AP Photo/Ali Fayad",
        }
    ]


def test_an_address_with_letters_of_any_script_is_a_uri() -> None:
    record = {**records()[0], "url": "https://müller.example/straße?q=a b|c"}
    assert written(record, OutputFormat.NINJS)["uri"] == "https://m%C3%BCller.example/stra%C3%9Fe?q=a%20b%7Cc"


def linked() -> dict[str, Any]:
    """A record whose names are linked."""
    text = "JAKARTA (AFP) - The United Nations said on Monday that Indonesia had agreed. Officials in Bandung confirmed it."
    [story] = process(Story(raw=text.encode(), default_source="golden"))
    assert isinstance(story, Story)
    return story.record


def test_links_go_as_addresses_of_the_concepts() -> None:
    record = linked()
    ninjs = written(record, OutputFormat.NINJS)
    assert iptcs_own().is_valid(ninjs)
    assert {one["name"]: one["uri"] for one in (*ninjs["organisations"], *ninjs["places"])} == {
        "United Nations": "http://www.wikidata.org/entity/Q1065",
        "Indonesia": "http://www.wikidata.org/entity/Q252",
        "Bandung": "https://sws.geonames.org/1650357/",
    }
    article = written(record, OutputFormat.SCHEMA_ORG)
    assert {one["name"]: one["sameAs"] for one in article["mentions"]} == {
        "United Nations": ["http://www.wikidata.org/entity/Q1065"],
        "Indonesia": ["http://www.wikidata.org/entity/Q252", "https://sws.geonames.org/1643084/"],
        "Bandung": ["https://sws.geonames.org/1650357/"],
    }
