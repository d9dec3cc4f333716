"""Every setting: environment variable `DATELINE_` + name in capitals, default, and what it is for."""

import os
import re
import ssl
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from dateline.entities.backends.routes import Route, parse
from dateline.record.formats import OutputFormat

_CGROUP_CPU = Path("/sys/fs/cgroup/cpu.max")


def cores() -> int:
    """Return cores that this process may use: those it may run on, or its control group's quota if that is less."""
    mine = len(os.sched_getaffinity(0))
    try:
        quota, period = _CGROUP_CPU.read_text("ascii").split()
    except (OSError, ValueError):
        return mine
    return mine if quota == "max" else max(1, min(mine, round(int(quota) / int(period))))


PREFIX = "DATELINE_"
_BROKER = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})", re.ASCII)


class Tagging(BaseSettings):
    """Settings of the tagger, for every command. Raises pydantic.ValidationError naming each variable that is wrong."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    entity_backend: Annotated[tuple[Route, ...], NoDecode] = Field(
        (Route(),),
        description="What finds names: builtin, spacy:PATH, onnx:PATH or gliner:PATH; others for single languages after commas, as in builtin,en=spacy:/models/en.",
    )
    entity_seconds: float = Field(
        1.0,
        gt=0,
        le=20,
        description="CPU time of one story in a tagger other than builtin after which builtin reads it instead; what a machine can do in it is not the same everywhere.",
    )

    @field_validator("entity_backend", mode="before")
    @classmethod
    def _routes(cls, value: Any) -> Any:
        return parse(value) if isinstance(value, str) else value

    @field_validator("entity_backend")
    @classmethod
    def _loadable(cls, routes: tuple[Route, ...]) -> tuple[Route, ...]:
        if problems := [problem for route in routes if (problem := route.problem())]:
            raise ValueError("; ".join(problems))
        return routes


class Settings(Tagging):
    """The worker's configuration. Raises pydantic.ValidationError naming each variable that is wrong."""

    brokers: Annotated[tuple[str, ...], NoDecode] = Field(
        ("localhost:9092",), description="Kafka brokers: host:port, comma-separated."
    )
    group: str = Field("dateline", min_length=1, description="Consumer group.")
    raw_topics: Annotated[tuple[str, ...], NoDecode] = Field(
        ("raw-items",), description="Topics to read, comma-separated."
    )
    enriched_topic: str = Field("enriched-items", min_length=1, description="Topic for records.")
    dead_letter_topic: str = Field("dead-letters", min_length=1, description="Topic for what could not be processed.")
    delivery: Literal["exactly_once", "at_least_once"] = Field(
        "exactly_once",
        description="Transactions, or plain sends and commits for brokers without transactions.",
    )
    output_format: OutputFormat = Field(
        OutputFormat.RECORD, description="What records are written as: record, ninjs or schema.org."
    )
    http_port: int = Field(
        8080, ge=0, le=65535, description="Port of /metrics, /healthz/live and /healthz/ready; 0 picks a free one."
    )
    http_host: str = Field("0.0.0.0", description="Address that they listen on.")  # noqa: S104 - pods are scraped from outside
    batch_items: int = Field(
        100,
        ge=1,
        le=10_000,
        description="Most items of one partition that are processed before what they became is sent.",
    )
    batch_bytes: int = Field(
        1024 * 1024, ge=1, le=256 * 1024 * 1024, description="Bytes of raw items after which a batch is full, too."
    )
    batch_seconds: float = Field(0.05, gt=0, le=10, description="Longest wait for a batch to fill, in seconds.")
    pool_size: int = Field(
        default_factory=cores,
        ge=0,
        le=256,
        description="Processes that items are processed in, by default as many as there are cores to use; 0: none but the worker's own.",
    )
    item_seconds: float = Field(
        2.0,
        gt=0,
        le=20,
        description="CPU time after which a process of the pool is killed and its item becomes a dead letter.",
    )
    item_memory_bytes: int = Field(
        512 * 1024 * 1024, ge=64 * 1024 * 1024, description="Memory that a process of the pool may take for one item."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severe level logged.")
    log_format: Literal["json", "console"] = Field("json", description="One JSON object a line, or text for people.")
    trace_share: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Share of items that start a trace if they carry none; OTEL_EXPORTER_OTLP_ENDPOINT says where spans go. 0: no tracing.",
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="As in Kafka."
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="As in Kafka."
    )
    sasl_username: str | None = Field(None, description="User for SASL.")
    sasl_password: SecretStr | None = Field(None, description="Password for SASL.")
    ssl_ca_file: Path | None = Field(None, description="PEM file of the brokers' authority; the system's when absent.")
    ssl_cert_file: Path | None = Field(None, description="PEM file of the client certificate.")
    ssl_key_file: Path | None = Field(None, description="PEM file of the client key.")
    ssl_key_password: SecretStr | None = Field(None, description="Password of the client key.")

    @field_validator("brokers", "raw_topics", mode="before")
    @classmethod
    def _comma_separated(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("brokers")
    @classmethod
    def _host_and_port(cls, brokers: tuple[str, ...]) -> tuple[str, ...]:
        if not brokers:
            raise ValueError("at least one host:port is needed")
        for broker in brokers:
            match = _BROKER.fullmatch(broker)
            if match is None or not 0 < int(match["port"]) < 65536:
                raise ValueError(f"{broker!r} is not host:port")
        return brokers

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        if self.entity_seconds >= self.item_seconds and any(route.path for route in self.entity_backend):
            raise ValueError(
                "DATELINE_ENTITY_SECONDS is not below DATELINE_ITEM_SECONDS: a story would be a dead letter before builtin could read it"
            )
        if not self.raw_topics:
            raise ValueError("DATELINE_RAW_TOPICS names no topic")
        if outputs := {self.enriched_topic, self.dead_letter_topic} & set(self.raw_topics):
            raise ValueError(f"{', '.join(sorted(outputs))} is both read and written: the worker would feed itself")
        if self.security_protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            raise ValueError(
                "SASL needs DATELINE_SASL_USERNAME and DATELINE_SASL_PASSWORD (or DATELINE_SASL_PASSWORD_FILE)"
            )
        for file in (self.ssl_ca_file, self.ssl_cert_file, self.ssl_key_file):
            if file is not None and not file.is_file():
                raise ValueError(f"{file} is no file")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the environment, then files that `…_FILE` variables name, so that secrets can be mounted."""
        return init_settings, env_settings, _MountedSecrets(settings_cls)

    @cached_property
    def ssl_context(self) -> ssl.SSLContext | None:
        """The TLS context that the security settings describe; None without TLS."""
        if not self.security_protocol.endswith("SSL"):
            return None
        context = ssl.create_default_context(cafile=self.ssl_ca_file)
        if self.ssl_cert_file is not None:
            # Without any, OpenSSL would ask for one at the terminal.
            password = self.ssl_key_password.get_secret_value() if self.ssl_key_password else ""
            context.load_cert_chain(self.ssl_cert_file, self.ssl_key_file, password)
        return context

    def secrets(self) -> list[str]:
        """Return what must not be shown anywhere."""
        return [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]

    def public(self) -> dict[str, str]:
        """Return each setting by its variable, secrets masked."""
        return {PREFIX + name.upper(): _shown(value) for name, value in self}


class _MountedSecrets(PydanticBaseSettingsSource):
    """Secrets out of the files that `DATELINE_<SECRET>_FILE` name."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        file = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if file is None or field.annotation != SecretStr | None:
            return None, field_name, False
        try:
            return Path(file).read_text("utf-8").rstrip("\r\n"), field_name, False
        except OSError as error:
            raise ValueError(f"{PREFIX}{field_name.upper()}_FILE: {error}") from error

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)
