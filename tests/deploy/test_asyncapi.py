"""The AsyncAPI document is one by its specification, and speaks of what there is."""

import json
from typing import Any

import jsonschema_rs
import yaml

from dateline.kafka.topics import topics
from dateline.settings import Settings
from tests.support.deploy.manifests import PROJECT, checking_program

FILE = PROJECT / "schemas" / "asyncapi.yaml"
DOCUMENT: dict[str, Any] = yaml.safe_load(FILE.read_text())


def problems(document: dict[str, Any]) -> list[str]:
    schema = json.loads(checking_program("asyncapi.json").read_text())
    return [error.message for error in jsonschema_rs.Draft7Validator(schema).iter_errors(document)]


def test_it_is_valid_by_the_specification() -> None:
    assert problems(DOCUMENT) == []


def test_a_mistyped_field_would_be_found() -> None:
    assert problems(DOCUMENT | {"chanels": {}})


def test_channels_are_the_topics_and_payloads_the_schemas() -> None:
    described = {topic.name: topic for topic in topics(Settings.model_construct())}
    assert DOCUMENT["channels"].keys() == described.keys()
    for name, channel in DOCUMENT["channels"].items():
        binding = channel["bindings"]["kafka"]
        assert binding["partitions"] == described[name].partitions
        told = binding["topicConfiguration"]
        assert told["max.message.bytes"] == int(described[name].settings["max.message.bytes"])
    for message in DOCUMENT["components"]["messages"].values():
        if "$ref" in message["payload"]:
            assert (FILE.parent / message["payload"]["$ref"]).is_file()
