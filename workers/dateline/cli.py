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
    help="Raw syndicated news in, clean and tagged records out.", no_args_is_help=True, pretty_exceptions_enable=False
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
    typer.Argument(parser=_input, metavar="FILE", help="NDJSON files; standard input when absent or -."),
]
_Documents = Annotated[
    list[Path] | None,
    typer.Argument(
        parser=_input,
        metavar="FILE",
        help="NDJSON, or feeds, wire files and pages, each one item, .gz and .zst too; NDJSON on standard input when absent or -.",
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
            parser=_output, metavar="FILE", help="Where dead letters go, as NDJSON; standard error when absent."
        ),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Also take out what earlier items of the same source repeated.")
    ] = False,
    form: Annotated[OutputFormat, typer.Option("--as", help="What records are written as.")] = OutputFormat.RECORD,
) -> None:
    """Raw items to records (NDJSON) on standard output, in order. Exit status 3 when some were dead-lettered."""
    from dateline.commands.enrich import enrich_files

    raise typer.Exit(
        SOME_DEAD_LETTERS if enrich_files(files or [Path("-")], dead_letters, learn, form, _stages()) else 0
    )


@app.command()
def tag(files: _Files = None) -> None:
    """NDJSON {"id", "text", "language"?} to {"id", "entities"}; offsets count code points. Exit status 3 when some lines are bad."""
    from dateline.commands.tag import tag_files

    raise typer.Exit(SOME_DEAD_LETTERS if tag_files(files or [Path("-")], _tagger()) else 0)


@app.command(name="try")
def try_file(
    file: Annotated[
        Path,
        typer.Argument(
            parser=_input, metavar="FILE", help="An item in any form, .gz and .zst too; - is standard input."
        ),
    ],
) -> None:
    """Shows what each stage makes of one item: removed lines struck through, with the reason beside."""
    from dateline.commands.try_file import try_one

    raise typer.Exit(SOME_DEAD_LETTERS if not try_one(file, _stages()) else 0)


@app.command()
def replay(  # noqa: PLR0913, PLR0917 - each is an option
    reason: Annotated[
        list[Reason] | None,
        typer.Option(metavar="REASON", help="Only letters with this reason, as invalid_json; may be repeated."),
    ] = None,
    stage: Annotated[
        list[StageName] | None,
        typer.Option(metavar="STAGE", help="Only letters of this stage, as decode; may be repeated."),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Only items of this source; may be repeated.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(parser=_when, metavar="TIME", help="Only letters from then on.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            parser=_when,
            metavar="TIME",
            help="Only letters before then: a date (UTC), a time with its zone, or how long ago, as 2h or 3d.",
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also letters that were replayed already.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without, only what would be done is told.")] = False,
) -> None:
    """Puts dead letters back to the topics that they came from, each once. Configured as the worker, by DATELINE_ variables."""
    if since and until and since >= until:
        raise typer.BadParameter("--since is not before --until")
    settings = _settings()
    from dateline.commands.replay import replay_letters
    from dateline.replay.filter import Selection

    selection = Selection(reason or (), stage or (), source or (), since, until, again)
    raise typer.Exit(replay_letters(settings, selection, apply))


@app.command()
def worker() -> None:
    """Runs the Faust worker, configured by DATELINE_ environment variables."""
    settings = _settings()
    from dateline.pool.fork_protocol import ForkServer

    fork_server = ForkServer()
    if settings.pool_size:
        fork_server.start()  # the pipeline and Faust take seconds to load, which pass side by side
    from dateline.worker import run_worker

    run_worker(settings, fork_server)


class Probe(StrEnum):
    """What can be asked of a worker's health."""

    LIVE = "live"
    READY = "ready"


@app.command()
def health(probe: Annotated[Probe, typer.Argument(help="live or ready.")] = Probe.LIVE) -> None:
    """Asks the worker on this machine how it is; exit status 1 where it is not well or does not answer."""
    from dateline.commands.health import ask_health

    well, said = ask_health(_settings(), probe.value)
    typer.echo(said)
    raise typer.Exit(0 if well else 1)


topics = typer.Typer(help="The topics that the worker needs.", no_args_is_help=True)
app.add_typer(topics, name="topics")

_Partitions = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Partitions of each topic, and so the most workers at work.")
]
_Replicas = Annotated[int | None, typer.Option(min=1, metavar="N", help="Copies of each partition.")]


@topics.command(name="show")
def show_topics(partitions: _Partitions = None, replicas: _Replicas = None) -> None:
    """Prints which topics there should be, and their settings."""
    from dateline.commands.topics import show_topics as show

    show(_settings(), partitions, replicas)


@topics.command(name="create")
def create_topics(partitions: _Partitions = None, replicas: _Replicas = None) -> None:
    """Makes the topics that are missing and changes none; exit status 3 where one is otherwise than it should be, 1 where brokers refuse."""
    from dateline.commands.topics import create_topics as create

    as_described = create(_settings(), partitions, replicas)
    raise typer.Exit(1 if as_described is None else 0 if as_described else NOT_AS_DESCRIBED)


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Stay up after the sample items until Ctrl-C.")] = False,
) -> None:
    """Embedded broker, worker and sample items: everything once, without Kafka, Java or Docker."""
    from dateline.demo.run import run_demo

    raise typer.Exit(run_demo(keep))


@app.command(name="check-config")
def check_config() -> None:
    """Prints the settings as the worker would use them, secrets masked; exit status 2 where one is wrong or a tagger can't be loaded."""
    settings = _settings()
    _tagger(settings)
    for name, value in settings.public().items():
        typer.echo(f"{name}={value}")


def _stages() -> "Stages":
    """The pipeline's, with the taggers that are set."""
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
