"""The sample items that ship with the project; all stories in them are made up."""

from importlib.resources import files

import orjson

# Each `.item` file is an envelope written as mail is: `field: value` lines, a blank line, the payload.
# A `.raw` file is put on the topic as it is.


def samples() -> list[bytes]:
    """Return the messages, in the order of the files."""
    folder = sorted(files("dateline.demo").joinpath("samples").iterdir(), key=lambda file: file.name)
    return [_envelope(file.read_text("utf-8")) if file.name.endswith(".item") else file.read_bytes() for file in folder]


def _envelope(text: str) -> bytes:
    head, _, payload = text.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return orjson.dumps({**fields, "payload": payload})
