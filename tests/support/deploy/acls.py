"""The permissions that deploy/kafka/ACLS.md has its readers grant, read from its commands."""

import re
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from confluent_kafka.admin._acl import AclBinding, AclOperation, AclPermissionType
from confluent_kafka.admin._resource import ResourcePatternType, ResourceType

DOCUMENT = Path(__file__).parents[3] / "deploy" / "kafka" / "ACLS.md"
_OPERATIONS = {"Read": AclOperation.READ, "Write": AclOperation.WRITE, "DescribeConfigs": AclOperation.DESCRIBE_CONFIGS}
_RESOURCES = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactional_id": ResourceType.TRANSACTIONAL_ID,
}


def documented() -> dict[str, list[AclBinding]]:
    """All that the document grants, by user."""
    found: dict[str, list[AclBinding]] = {}
    for permission in _all():
        found.setdefault(permission.principal.removeprefix("User:"), []).append(permission)
    return found


def _all() -> Iterator[AclBinding]:
    for block in re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["grant"]:
                yield from _granted(_parser().parse_args(words[1:]))


def _granted(options: Namespace) -> Iterator[AclBinding]:
    """Each operation on each resource, as kafka-acls.sh combines them."""
    pattern = ResourcePatternType[options.resource_pattern_type.upper()]
    for option, kind in _RESOURCES.items():
        for name in getattr(options, option):
            for operation in options.operation:
                yield AclBinding(
                    kind,
                    name,
                    pattern,
                    options.allow_principal,
                    "*",
                    _OPERATIONS[operation],
                    AclPermissionType.ALLOW,
                )


def _parser() -> ArgumentParser:
    """The options of kafka-acls.sh that the document uses, and no other."""
    parser = ArgumentParser(exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--allow-principal", required=True)
    parser.add_argument("--operation", action="append", required=True, choices=_OPERATIONS)
    parser.add_argument("--resource-pattern-type", default="literal", choices=("literal", "prefixed"))
    for option in _RESOURCES:
        parser.add_argument(f"--{option.replace('_', '-')}", action="append", default=[])
    return parser
