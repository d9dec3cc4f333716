"""The published schemas: valid themselves, explained field by field, and in step with the code and their examples.

An example is named `<schema>.<what>.json`. What is wrong with an invalid one is told as `<field>-<fault>`, the field
with dots between its steps (`enriched-item.entities.mentions-is-empty.json`), `top` for the whole.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import jsonschema_rs
import orjson
import pytest

from dateline.domain.entities import EntityType
from dateline.domain.metadata import Flaw
from dateline.domain.rejection import Reason
from dateline.domain.schemas import DEAD_LETTER, ENRICHED_ITEM, FOLDER, RAW_ITEM
from dateline.domain.story import Category
from dateline.pipeline.pipeline import STAGES
from tests.support.items import enriched, rejected
from tests.support.schema_examples import example, examples

SCHEMAS = {schema.name: schema for schema in (RAW_ITEM, ENRICHED_ITEM, DEAD_LETTER)}


def loaded(name: str) -> dict[str, Any]:
    schema = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    assert isinstance(schema, dict)
    return schema


def properties(schema: dict[str, Any], place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema and of the objects inside it, by its place."""
    for name, inner in schema.get("properties", {}).items():
        yield f"{place}.{name}", inner
        yield from properties(inner, f"{place}.{name}")
    if "items" in schema:
        yield from properties(schema["items"], place)


PROPERTIES = {place: inner for name in SCHEMAS for place, inner in properties(loaded(name), name)}


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_valid_2020_12_and_says_what_it_is(name: str) -> None:
    schema = loaded(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:dateline:schema:{name}:1"
    assert schema["title"]
    assert schema["description"]
    jsonschema_rs.meta.validate(schema)


def test_every_schema_file_is_looked_at_here() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(SCHEMAS)


@pytest.mark.parametrize("place", PROPERTIES)
def test_every_property_has_a_description_and_examples_that_satisfy_it(place: str) -> None:
    field = PROPERTIES[place]
    assert field.get("description"), "no description"
    assert field.get("examples"), "no examples"
    validator = jsonschema_rs.Draft202012Validator(field, validate_formats=True)
    assert [value for value in field["examples"] if not validator.is_valid(value)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_there_are_examples_of_both_kinds(name: str) -> None:
    assert len(examples("valid", name)) >= 4
    assert len(examples("invalid", name)) >= 5


@pytest.mark.parametrize("name", examples("valid"))
def test_a_valid_example_is_valid(name: str) -> None:
    assert SCHEMAS[name.split(".", maxsplit=1)[0]].problem(example("valid", name)) is None


@pytest.mark.parametrize("name", examples("invalid"))
def test_an_invalid_example_has_one_problem_and_it_names_the_field_at_fault(name: str) -> None:
    schema, *steps = name.rsplit("-is-" if "-is-" in name else "-has-", 1)[0].split(".")
    value = example("invalid", name)
    problem = SCHEMAS[schema].problem(value)
    assert problem is not None, "valid after all"
    place, _, message = problem.partition(": ")
    named = [step for step in place.split("/") if not step.isdigit()] + re.findall(r"""["'](\w+)["']""", message)
    assert [step for step in steps if step not in named and f"({step})" not in named] == []
    validator = jsonschema_rs.Draft202012Validator(loaded(schema), validate_formats=True)
    assert len(list(validator.iter_errors(value))) == 1


@pytest.mark.parametrize("name", examples("valid", "raw-item"))
def test_the_pipeline_publishes_a_valid_raw_item(name: str) -> None:
    item = example("valid", name)
    record = enriched(orjson.dumps(item))
    assert record["source"] == item["source"]


@pytest.mark.parametrize("name", examples("invalid", "raw-item"))
def test_the_pipeline_refuses_an_invalid_raw_item_for_its_envelope(name: str) -> None:
    raw = orjson.dumps(example("invalid", name))
    assert rejected(raw, content_type=b"application/json").reason is Reason.INVALID_ENVELOPE


@pytest.mark.parametrize("name", examples("valid", "enriched-item"))
def test_offsets_in_an_example_record_are_right(name: str) -> None:
    record = example("valid", name)
    for entity in record["entities"]:
        assert entity["count"] == len(entity["mentions"])
        assert {key: entity[key] for key in ("text", "start", "end")} == entity["mentions"][0]
        for mention in entity["mentions"]:
            assert record["text"][mention["start"] : mention["end"]] == mention["text"]


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("enriched-item.removed.category", Category),
        ("enriched-item.entities.type", EntityType),
        ("enriched-item.refused.flaw", Flaw),
        ("dead-letter.reason", Reason),
    ],
)
def test_a_closed_list_is_the_same_in_schema_and_code(place: str, values: type[StrEnum]) -> None:
    assert PROPERTIES[place]["enum"] == [value.value for value in values]


def test_the_stages_of_a_dead_letter_are_the_pipelines_then_publishing() -> None:
    stages, named = ["decode", *STAGES], PROPERTIES["dead-letter.stage"]["enum"]
    assert [name for name in named if name in stages] == stages
    assert named[-1] == "publish"
    assert set(named) - set(stages) <= {"learn", "publish"}  # `learn` is in the pipeline where it is asked for


def test_a_record_has_every_field_of_the_schema_in_its_order() -> None:
    schema = loaded("enriched-item")
    assert list(enriched(b"The port reopened on Monday.")) == list(schema["properties"]) == schema["required"]
