"""`dateline try`: one item, stage by stage, for people."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workers.domain.line import Removed
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.pipeline import Stage, guarded, process

_INDENT = "  "


def try_one(file: Path) -> bool:
    """Prints what each stage makes of the file; True when it would be published."""
    raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    console = Console(soft_wrap=True, highlight=False)
    outcome = process(Story(raw=raw, default_source=file.stem), _Shown(console))
    if isinstance(outcome, Rejected):
        console.print(f"[bold red]dead letter[/]  {outcome.stage}: {outcome.reason.value}")
        console.print(Text(_INDENT + outcome.detail))
        return False
    return True


class _Shown:
    """Runs a stage and prints what it changed."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, name: str, stage: Stage, story: Story) -> Story | Rejected:
        after = guarded(name, stage, story)
        self._console.rule(f"[bold]{name}", align="left")
        if isinstance(after, Story):
            getattr(self, f"_{name}")(after)
        return after

    def _decode(self, story: Story) -> None:
        facts = {
            "source": story.source,
            "id": story.id,
            "type": story.content_type,
            "title": story.title,
            "url": story.url,
        }
        for name, value in facts.items():
            if value:
                self._console.print(Text(f"{_INDENT}{name:7} {value}"))

    def _extract(self, story: Story) -> None:
        self._console.print(f"{_INDENT}{len(story.lines)} lines, {len(story.kept)} of them the story's")

    def _strip(self, story: Story) -> None:
        print_lines(self._console, story)
        if story.dateline is not None:
            line = story.dateline
            self._console.print(
                Text(f"{_INDENT}dateline  place={line.place}  date={line.date}  agency={line.agency}", style="cyan")
            )
        for name in ("agencies", "authors", "rights", "related", "notes", "times"):
            if values := getattr(story, name):
                self._console.print(Text(f"{_INDENT}{name:9} {' | '.join(values)}", style="cyan"))

    def _language(self, story: Story) -> None:
        self._console.print(f"{_INDENT}{story.language or 'unknown'}")

    def _tag(self, story: Story) -> None:
        print_entities(self._console, story)

    def _validate(self, story: Story) -> None:
        self._console.print(
            f"{_INDENT}[green]valid[/]  {len(story.record)} fields, schema {story.record['schema_version']}"
        )


def print_lines(console: Console, story: Story) -> None:
    """The decoded text in order: kept lines plain, removed pieces struck through with category, method and score."""
    rows: list[tuple[int, int, Text]] = [(number, 0, Text(_INDENT + text)) for number, text in story.kept]
    rows += [(piece.line, piece.start - 1, _struck(piece)) for piece in story.removed]
    if story.dateline is not None:
        rows.append((story.dateline.line, -1, Text(_INDENT + story.dateline.text.strip(), style="cyan")))
    for _, _, text in sorted(rows, key=lambda row: row[:2]):
        console.print(text)


def _struck(piece: Removed) -> Text:
    text = Text(_INDENT)
    text.append(piece.text.strip(), style="strike dim")
    text.append(f"  ← {piece.category.value} ({piece.by}, {piece.score:g})", style="yellow")
    return text


def print_entities(console: Console, story: Story) -> None:
    """A table of the story's entities with their codes."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for entity in story.entities:
        forms = ", ".join(
            dict.fromkeys(mention.text for mention in entity.mentions if mention.text != entity.canonical)
        )
        table.add_row(
            _INDENT + entity.type.value,
            Text(entity.canonical),
            entity.country or "",
            f"×{len(entity.mentions)}",
            Text(forms),
        )
    console.print(table)
