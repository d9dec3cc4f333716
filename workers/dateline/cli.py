"""The `dateline` command."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import ValidationError

from dateline import __version__
from dateline.commands.when import parse_when
from dateline.domain.rejection import Reason, StageName
from dateline.record.formats import OutputFormat
from dateline.settings import PREFIX, Settings, Tagging

if TYPE_CHECKING:
    from dateline.entities.backends.router import Tagger
    from dateline.pipeline.pipeline import Stages

_Settings = TypeVar("_Settings", bound=Tagging)

NOT_AS_DESCRIBED = 3
SOME_DEAD_LETTERS = 3
BAD_USAGE = 2

app = typer.Typer(
    help="Turn raw syndicated news into clean, tagged records.", no_args_is_help=True, pretty_exceptions_enable=False
)


def _input(name: str) -> Path:
    path = Path(name)
    if name != "-" and not path.is_file():
        raise typer.BadParameter(f"{name} is no file")
    return path


def _output(name: str) -> Path:
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        raise typer.BadParameter(f"{name} can't be written")
    return path


def _when(text: str) -> datetime:
    try:
        return parse_when(text, datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


_Files = Annotated[
    list[Path] | None,
    typer.Argument(parser=_input, metavar="FILE", help="NDJSON files; standard input if absent or -."),
]
_Documents = Annotated[
    list[Path] | None,
    typer.Argument(
        parser=_input,
        metavar="FILE",
        help="NDJSON, or feeds, wire files and pages, one item each, .gz and .zst, too; NDJSON on standard input if absent or -.",
    ),
]


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    if version:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit


@app.command()
def enrich(
    files: _Documents = None,
    dead_letters: Annotated[
        Path | None,
        typer.Option(
            parser=_output, metavar="FILE", help="File for dead letters, as NDJSON; standard error if absent."
        ),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Also remove what earlier items of the same source repeated.")
    ] = False,
    form: Annotated[OutputFormat, typer.Option("--as", help="Output format.")] = OutputFormat.RECORD,
) -> None:
    """Enrich raw items: write their records (NDJSON) to standard output, in order. Exit status 3 if some were dead-lettered."""
    from dateline.commands.enrich import enrich_files

    raise typer.Exit(
        SOME_DEAD_LETTERS if enrich_files(files or [Path("-")], dead_letters, learn, form, _stages()) else 0
    )


@app.command()
def tag(files: _Files = None) -> None:
    """Tag texts: NDJSON {"id", "text", "language"?} to {"id", "entities"}, offsets in code points. Exit status 3 if some lines are bad."""
    from dateline.commands.tag import tag_files

    raise typer.Exit(SOME_DEAD_LETTERS if tag_files(files or [Path("-")], _tagger()) else 0)


@app.command(name="try")
def try_file(
    file: Annotated[
        Path,
        typer.Argument(
            parser=_input, metavar="FILE", help="An item in any format, .gz and .zst, too; - is standard input."
        ),
    ],
) -> None:
    """Show what each stage does to one item: removed lines struck through, each with its reason."""
    from dateline.commands.try_file import try_one

    raise typer.Exit(SOME_DEAD_LETTERS if not try_one(file, _stages()) else 0)


@app.command()
def verify(
    records: _Files = None,
    originals: Annotated[
        list[Path] | None,
        typer.Option(
            "--items",
            parser=_input,
            metavar="FILE",
            help="The original items: compare with their decoded text; repeatable.",
        ),
    ] = None,
) -> None:
    """Verify records: kept + removed must be the decoded text. Exit status 3 if one fails."""
    from dateline.commands.verify import verify_files

    raise typer.Exit(NOT_AS_DESCRIBED if verify_files(records or [Path("-")], originals or []) else 0)


@app.command()
def replay(  # noqa: PLR0913, PLR0917 - each is an option
    reason: Annotated[
        list[Reason] | None,
        typer.Option(metavar="REASON", help="Only dead letters with this reason, such as invalid_json; repeatable."),
    ] = None,
    stage: Annotated[
        list[StageName] | None,
        typer.Option(metavar="STAGE", help="Only dead letters of this stage, such as decode; repeatable."),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Only items of this source; repeatable.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(parser=_when, metavar="TIME", help="Only dead letters from this time on.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            parser=_when,
            metavar="TIME",
            help="Only dead letters before this time: a date (UTC), a time with its zone, or how long ago, such as 2h or 3d.",
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also dead letters that were replayed before.")] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Replay them; without this, only show what would be done.")
    ] = False,
) -> None:
    """Put dead letters back on the topics that they came from, each once. Configured like the worker, by DATELINE_ variables."""
    if since and until and since >= until:
        raise typer.BadParameter("--since is not before --until")
    settings = _settings()
    from dateline.commands.replay import replay_letters
    from dateline.replay.filter import Selection

    selection = Selection(reason or (), stage or (), source or (), since, until, again)
    raise typer.Exit(replay_letters(settings, selection, apply))


@app.command()
def worker() -> None:
    """Run the Faust worker, configured by DATELINE_ environment variables."""
    settings = _settings()
    from dateline.pool.fork_protocol import ForkServer

    fork_server = ForkServer()
    if settings.pool_size:
        fork_server.start()  # the pipeline loads there while Faust loads here
    from dateline.worker import run_worker

    run_worker(settings, fork_server)


class Probe(StrEnum):
    """The probes."""

    LIVE = "live"
    READY = "ready"


@app.command()
def health(probe: Annotated[Probe, typer.Argument(help="live or ready.")] = Probe.LIVE) -> None:
    """Ask the worker on this machine for its health; exit status 1 if it is unhealthy or does not answer."""
    from dateline.commands.health import ask_health

    healthy, answer = ask_health(_settings(), probe.value)
    typer.echo(answer)
    raise typer.Exit(0 if healthy else 1)


topics = typer.Typer(help="Show or create the topics that the worker needs.", no_args_is_help=True)
app.add_typer(topics, name="topics")

_Partitions = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Partitions of each topic: the most workers that can share it.")
]
_Replicas = Annotated[int | None, typer.Option(min=1, metavar="N", help="Replicas of each partition.")]


@topics.command(name="show")
def show_topics(partitions: _Partitions = None, replicas: _Replicas = None) -> None:
    """Print the topics that should exist, with their settings."""
    from dateline.commands.topics import show_topics as show

    show(_settings(), partitions, replicas)


@topics.command(name="create")
def create_topics(partitions: _Partitions = None, replicas: _Replicas = None) -> None:
    """Create missing topics, change none; exit status 3 if one differs from its description, 1 if brokers refuse."""
    from dateline.commands.topics import create_topics as create

    as_described = create(_settings(), partitions, replicas)
    raise typer.Exit(1 if as_described is None else 0 if as_described else NOT_AS_DESCRIBED)


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Keep running after the sample items until Ctrl-C.")] = False,
) -> None:
    """Run an embedded broker, a worker and sample items once, without Kafka, Java or Docker."""
    from dateline.demo.run import run_demo

    raise typer.Exit(run_demo(keep))


@app.command(name="check-config")
def check_config() -> None:
    """Print the settings as the worker would use them, secrets masked; exit status 2 if one is wrong or a tagger can't be loaded."""
    settings = _settings()
    _tagger(settings)
    for name, value in settings.public().items():
        typer.echo(f"{name}={value}")


def _stages() -> "Stages":
    """Return the pipeline's stages, with the configured taggers."""
    from dateline.pipeline.pipeline import with_tagger

    return with_tagger(_tagger())


def _tagger(settings: Tagging | None = None) -> "Tagger":
    from dateline.entities.backends.router import Tagger
    from dateline.entities.backends.routes import LoadError

    settings = settings or _read(Tagging)
    try:
        return Tagger.load(settings.entity_backend, settings.entity_seconds)
    except LoadError as error:
        typer.echo(f"{PREFIX}ENTITY_BACKEND: {error}", err=True)
        raise typer.Exit(BAD_USAGE) from error


def _settings() -> Settings:
    return _read(Settings)


def _read(kind: type[_Settings]) -> _Settings:
    try:
        return kind()
    except ValidationError as error:
        for problem in error.errors():
            name = (
                PREFIX + "_".join(str(part) for part in problem["loc"][:1]).upper()
                if problem["loc"]
                else "configuration"
            )
            typer.echo(f"{name}: {problem['msg'].removeprefix('Value error, ')}", err=True)
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
    raise typer.Exit(BAD_USAGE)


def main() -> None:
    """The console script."""
    app()
