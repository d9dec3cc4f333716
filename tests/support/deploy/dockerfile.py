"""The Dockerfile's instructions, stage by stage."""

import re

from tests.support.deploy.manifests import PROJECT

Instruction = tuple[str, str]


def read_stages() -> list[list[Instruction]]:
    """The instructions before the first stage and of each, as (name, rest of the line)."""
    text = re.sub(r"^\s*#.*\n", "", (PROJECT / "deploy" / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    stages: list[list[Instruction]] = [[]]
    for name, rest in (line.split(maxsplit=1) for line in lines):
        if name == "FROM":
            stages.append([])
        stages[-1].append((name, rest))
    return stages


BEFORE, BUILDER, FINAL = read_stages()


def rest_of(stage: list[Instruction], name: str) -> list[str]:
    """What follows an instruction, each time that it stands in the stage."""
    return [rest for found, rest in stage if found == name]
