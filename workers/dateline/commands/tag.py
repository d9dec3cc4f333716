"""`dateline tag`: entities of texts as they are, without cleaning."""

import sys
from pathlib import Path
from typing import Any

import orjson

from dateline.commands.fallback_report import StoodIn
from dateline.commands.items import lines
from dateline.domain.entities import Fallback
from dateline.entities.backends.router import Tagger
from dateline.language.identify import detect


def tag_files(files: list[Path], tagger: Tagger | None = None) -> int:
    """Write the entities of every line; return how many lines were not {"id", "text"}."""
    bad, stood_in, tagger = 0, StoodIn(), tagger or Tagger()
    for number, raw in lines(files):
        try:
            tagged, fallback = _tagged(orjson.loads(raw), tagger)
        except (ValueError, KeyError, TypeError) as error:
            bad += 1
            print(f'line {number + 1}: not {{"id", "text"}}: {error!r}', file=sys.stderr)
            continue
        stood_in.count(fallback)
        sys.stdout.buffer.write(orjson.dumps(tagged, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    stood_in.tell()
    return bad


def _tagged(item: dict[str, Any], tagger: Tagger) -> tuple[dict[str, Any], Fallback | None]:
    text = item["text"]
    if not isinstance(text, str):
        raise TypeError("text is not a string")
    language = item.get("language") or detect(text)
    if not isinstance(language, str | None):
        raise TypeError("language is not a string")
    spans, fallback = tagger.spans(text, language)
    found = [{"start": s.start, "end": s.end, "type": s.type.value, "text": text[s.start : s.end]} for s in spans]
    return {"id": item["id"], "entities": found}, fallback
