"""`dateline try`: shows one item stage by stage."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.commands.items import source_of, whole
from dateline.domain.metadata import Link, Media, Subject, Timestamp
from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Removed, Story
from dateline.pipeline.pipeline import STAGES, Stages, process
from dateline.pipeline.stage import T, catching

_INDENT = "  "
_FACTS = (
    "source id position content_type title subtitle url guid published updated embargo declared_language slug take urgency"
    " pub_status version authors agencies rights subjects links media notes"
).split()


def try_one(file: Path, stages: Stages = STAGES) -> bool:
    """Print what each stage does to the file's stories; return whether all would be published."""
    console = Console(soft_wrap=True, highlight=False)
    results = process(Story(raw=whole(file), default_source=source_of(file)), _ShowingRunner(console), stages)
    rejections = [result for result in results if isinstance(result, Rejected)]
    for rejected in rejections:
        which = "" if rejected.position is None else f"  story {rejected.position}"
        console.print(f"[bold red]dead letter[/]{which}  {rejected.stage}: {rejected.reason.value}")
        console.print(Text(_INDENT + rejected.detail))
    return not rejections


class _ShowingRunner:
    """A stage runner that prints what each stage changed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._show: dict[StageName, Callable[[Story], None]] = {
            StageName.EXTRACT: self._extract,
            StageName.STRIP: self._strip,
            StageName.LANGUAGE: self._language,
            StageName.TAG: self._tag,
            StageName.VALIDATE: self._validate,
        }

    def __call__(self, name: StageName, step: Callable[[Story], T], story: Story) -> T | Rejected:
        after = catching(name, step, story)
        if name is StageName.EXTRACT:
            self._decoded(story)
        self._console.rule(f"[bold]{name}", align="left")
        if isinstance(after, Story):
            self._show[name](after)
        return after

    def _decoded(self, story: Story) -> None:
        """Print the story's metadata, each value with its origin."""
        origins = dict(story.origins)
        for name in _FACTS:
            if value := getattr(story, name):
                self._console.print(
                    Text.assemble(
                        f"{_INDENT}{name:17} {_for_people(value)}", ("  " + " ".join(origins.get(name, ())), "dim")
                    )
                )
        for refused in story.refused:
            self._console.print(
                Text(f"{_INDENT}{refused.field:17} refused: {refused.flaw.value}: {refused.value}", style="yellow")
            )
        if story.repairs:
            self._console.print(Text(f"{_INDENT}{'repaired':17} {', '.join(story.repairs)}", style="yellow"))

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
        if (fallback := story.fallback) is not None:
            self._console.print(
                Text(
                    f"{_INDENT}builtin in place of {fallback.backend}: {fallback.reason}: {fallback.detail}",
                    style="yellow",
                )
            )

    def _validate(self, story: Story) -> None:
        self._console.print(
            f"{_INDENT}[green]valid[/]  {len(story.record)} fields, schema {story.record['schema_version']}"
        )


def _for_people(value: object) -> str:
    """Write a field's value for people."""
    match value:
        case Timestamp():
            return value.value if value.value == value.original else f"{value.value}  ({value.original})"
        case Subject():
            return " ".join(part for part in (value.name, value.code) if part)
        case Link():
            return f"{value.rel} {value.url}"
        case Media():
            return " ".join(part for part in (value.type, value.url, value.caption, value.credit) if part)
        case tuple():
            return " | ".join(_for_people(part) for part in value)
    return str(value)


def print_lines(console: Console, story: Story) -> None:
    """Print the decoded text in order: kept lines plain, removals struck through with category, method and score."""
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
    """Print the story's entities with links and salience, and the countries that it is about."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for entity in story.entities:
        forms = ", ".join(
            dict.fromkeys(mention.text for mention in entity.mentions if mention.text != entity.canonical)
        )
        table.add_row(
            _INDENT + entity.type.value,
            Text(entity.canonical),
            entity.country or "",
            entity.wikidata or (f"geonames:{entity.geonames}" if entity.geonames else ""),
            f"{entity.salience:.2f}",
            f"×{len(entity.mentions)}",
            Text(forms),
        )
    console.print(table)
    if story.countries:
        countries = (f"{each.code} ×{each.count}" + " (focus)" * each.focus for each in story.countries)
        console.print(Text(f"{_INDENT}countries  {', '.join(countries)}", style="cyan"))
    for name, place in (("source", story.source_country), ("dateline", story.dateline and story.dateline.country)):
        if place:
            console.print(Text(f"{_INDENT}{name:9}  {place}", style="cyan"))
