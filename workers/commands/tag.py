"""`dateline tag`: entities of texts as they are, without cleaning."""

import sys
from pathlib import Path
from typing import Any

import orjson

from workers.commands.ndjson import lines
from workers.entities import spans
from workers.language.identify import detect


def tag_files(files: list[Path]) -> int:
    """Writes the entities of every line; returns how many lines were not {"id", "text"}."""
    bad = 0
    for number, raw in lines(files):
        try:
            tagged = _tagged(orjson.loads(raw))
        except (ValueError, KeyError, TypeError) as error:
            bad += 1
            print(f'line {number + 1}: not {{"id", "text"}}: {error!r}', file=sys.stderr)
            continue
        sys.stdout.buffer.write(orjson.dumps(tagged, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    return bad


def _tagged(item: dict[str, Any]) -> dict[str, Any]:
    text = item["text"]
    if not isinstance(text, str):
        raise TypeError("text is not a string")
    language = item.get("language") or detect(text)
    if not isinstance(language, str | None):
        raise TypeError("language is not a string")
    found = [
        {"start": s.start, "end": s.end, "type": s.type.value, "text": text[s.start : s.end]}
        for s in spans(text, language)
    ]
    return {"id": item["id"], "entities": found}
