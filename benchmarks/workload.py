"""What the benches send: real pages and stories, chosen by hash, so that every run has the same."""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

import orjson

from training.pages import Gold, read_pages

DATA = Path(__file__).parents[2] / "shared" / "data"
SETS = ("article-extraction-benchmark", "wcxb-articles-dev", "fundus-dev")
HTML, SHORT, STORY, LONG = "HTML page", "short text", "2.5 KB text", "20 KB text"
BYTES = {SHORT: 400, STORY: 2500, LONG: 20_000}
KINDS = (SHORT, STORY, LONG, HTML)

# What Kafka takes by default, with room for the envelope.
_LARGEST_PAGE = 900_000
_SYLLABLES = "ba de fi go lu ma ne ri so tu va we xi yo zu ka".split()


def items(kind: str, count: int) -> list[bytes]:
    """So many raw items of a kind, each with a payload of its own. Raises ValueError if there are not so many."""
    found = [_item(kind, number, payload) for number, payload in enumerate(islice(_payloads(kind), count))]
    if len(found) < count:
        raise ValueError(f"the data has only {len(found)} payloads of a {kind}")
    return found


def renewed(items: Sequence[bytes], number: int) -> bytes:
    """Return an item that was never there: one of these with an id of its own, and with names that no other item has."""
    item = orjson.loads(items[number % len(items)])
    person, place, body = (_name(3 * number + turn) for turn in range(3))
    sentence = f"{person} {place} of the {body} Institute spoke in {place} on Monday."
    html = item["content_type"] == "text/html"
    item["payload"] = item["payload"].replace("<p>", f"<p>{sentence} ", 1) if html else f"{sentence}\n{item['payload']}"
    return orjson.dumps(item | {"guid": f"renewed {number}"})


def _item(kind: str, number: int, payload: str) -> bytes:
    content_type = "text/html" if kind == HTML else "text/plain"
    return orjson.dumps(
        {"source": "bench", "guid": f"{kind} {number}", "content_type": content_type, "payload": payload}
    )


def _payloads(kind: str) -> Iterator[str]:
    pages = _pages()
    if kind == HTML:
        return (page.html for page in pages if len(page.html.encode()) <= _LARGEST_PAGE)
    return _texts([page for page in pages if page.text and page.language == "en"], BYTES[kind])


@cache
def _pages() -> list[Gold]:
    pages = [page for name in SETS for page in read_pages(DATA, name)]
    return sorted(pages, key=lambda page: sha256(page.html.encode()).digest())


def _texts(stories: Sequence[Gold], size: int) -> Iterator[str]:
    """Beginnings of stories, of so many bytes, and a line that extractors leave at their end; a long text is several stories."""
    left = _leftovers()
    for number, text in enumerate(_cut(stories, size)):
        yield f"{text}\n{left[number % len(left)]}"


def _cut(stories: Sequence[Gold], size: int) -> Iterator[str]:
    lines: list[str] = []
    for story in stories:
        for line in story.text.splitlines():
            lines.append(line)
            if sum(len(each.encode()) + 1 for each in lines) >= size:
                yield "\n".join(lines).encode()[:size].decode(errors="ignore").rpartition(" ")[0]
                lines = []
                break


def _leftovers() -> list[str]:
    lines = map(orjson.loads, (DATA / "leftover_lines_dev.jsonl").read_bytes().splitlines())
    found = {line["line"] for line in lines if line["lang"] == "en"}
    return sorted(found, key=lambda line: sha256(line.encode()).digest())


def _name(number: int) -> str:
    """Return a word for a number, and another for another."""
    syllables: list[str] = []
    while number or len(syllables) < 3:
        number, digit = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[digit])
    return "".join(syllables).capitalize()
