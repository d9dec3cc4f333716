"""Records and dead letters for people."""

from typing import Any

from rich.console import Console
from rich.text import Text

_FIRST_CHARS = 160


def show_record(console: Console, record: dict[str, Any]) -> None:
    """Title, language, dateline, beginning of the text, what was removed and why, entities with their codes."""
    console.rule(f"[bold]{record['source']}", align="left")
    _line(console, "title", record["title"] or "–", "bold")
    _line(console, "language", record["language"] or "–")
    if dateline := record["dateline"]:
        _line(
            console,
            "dateline",
            ", ".join(part for part in (dateline["place"], dateline["date"], dateline["agency"]) if part),
            "cyan",
        )
    text = record["text"].replace("\n", " ")
    _line(console, "text", text[:_FIRST_CHARS] + "…" * (len(text) > _FIRST_CHARS))
    for piece in record["removed"]:
        removed = Text(f"{'removed':>9}  ")
        removed.append(piece["text"].strip(), style="strike dim")
        removed.append(f"  ← {piece['category']} ({_method(piece['by'])}, {piece['score']:g})", style="yellow")
        console.print(removed)
    for entity in record["entities"]:
        _line(console, entity["type"], f"{entity['canonical']}{_links(entity)} ×{entity['count']}", "green")
    if record["countries"]:
        told = (f"{country['code']} ×{country['count']}" for country in record["countries"])
        _line(console, "countries", ", ".join(told), "green")


def show_dead_letter(console: Console, headers: dict[str, str], value: bytes) -> None:
    """Format a dead letter's origin, stage, reason and original bytes."""
    console.rule("[bold red]dead letter", align="left")
    place = (
        f"{headers['dateline_topic']}, partition {headers['dateline_partition']}, offset {headers['dateline_offset']}"
    )
    _line(console, "from", place)
    _line(console, "stage", headers["dateline_stage"])
    _line(console, "reason", f"{headers['dateline_reason']}: {headers['dateline_detail']}", "red")
    _line(console, "bytes", repr(value[:_FIRST_CHARS])[1:])


def _line(console: Console, name: str, value: str, style: str = "") -> None:
    text = Text(f"{name:>9}  ")
    text.append(value, style=style)
    console.print(text)


def _links(entity: dict[str, Any]) -> str:
    geonames = f"geonames:{entity['geonames']}" if entity["geonames"] else None
    known = [link for link in (entity["country"], entity["wikidata"] or geonames) if link]
    return f" [{' '.join(known)}]" if known else ""


def _method(by: str) -> str:
    """Return the rule's own name: its last part says only what the line says already."""
    return by.rpartition("/")[0] or by
