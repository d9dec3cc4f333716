"""Settings out of the environment: what is understood, what is refused, and what nobody gets to see."""

import os
import ssl
from pathlib import Path

import pytest
from pydantic import ValidationError

from dateline.settings import Settings

SECRETS = ["SASL_PASSWORD", "SSL_KEY_PASSWORD"]
SASL = {"SECURITY_PROTOCOL": "SASL_PLAINTEXT", "SASL_USERNAME": "reader"}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)


class Environment:
    """DATELINE_ variables of one test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, **variables: str) -> None:
        for name, value in variables.items():
            self._monkeypatch.setenv(f"DATELINE_{name}", value)

    def problem(self, **variables: str) -> str:
        """What is said of settings that must be refused."""
        self(**variables)
        with pytest.raises(ValidationError) as caught:
            Settings()
        return str(caught.value)


@pytest.fixture(name="given")
def _given(monkeypatch: pytest.MonkeyPatch) -> Environment:
    return Environment(monkeypatch)


def test_without_any_variable_the_worker_reads_a_local_broker_in_plain_text() -> None:
    settings = Settings()
    assert (settings.brokers, settings.raw_topics) == (("localhost:9092",), ("raw-items",))
    assert settings.security_protocol == "PLAINTEXT"
    assert settings.ssl_context is None


def test_lists_are_comma_separated_and_blanks_around_and_between_do_not_count(given: Environment) -> None:
    given(BROKERS="kafka-0:9092, kafka-1:9093 ,,[::1]:9094,", RAW_TOPICS=" wire ,web")
    settings = Settings()
    assert settings.brokers == ("kafka-0:9092", "kafka-1:9093", "[::1]:9094")
    assert settings.raw_topics == ("wire", "web")


@pytest.mark.parametrize("broker", ["kafka", "kafka:", ":9092", "kafka:http", "kafka-0:9092,kafka-1", "kafka-0:-1"])
def test_a_broker_that_is_not_host_and_port_is_refused_by_name(given: Environment, broker: str) -> None:
    problem = given.problem(BROKERS=broker)
    assert "brokers" in problem
    assert f"{broker.rsplit(',', maxsplit=1)[-1]!r} is not host:port" in problem


@pytest.mark.parametrize("none", ["", " , "])
def test_lists_need_one_entry(given: Environment, none: str) -> None:
    assert "at least one host:port is needed" in given.problem(BROKERS=none)
    assert "DATELINE_RAW_TOPICS names no topic" in given.problem(BROKERS="kafka:9092", RAW_TOPICS=none)


@pytest.mark.parametrize("output", ["ENRICHED_TOPIC", "DEAD_LETTER_TOPIC"])
def test_a_topic_cannot_be_both_read_and_written(given: Environment, output: str) -> None:
    problem = given.problem(RAW_TOPICS="wire,web", **{output: "web"})
    assert "web is both read and written: the worker would feed itself" in problem
    assert "wire" not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP_PORT", "65536"),
        ("HTTP_PORT", "http"),
        ("BATCH_ITEMS", "0"),
        ("BATCH_SECONDS", "0"),
        ("BATCH_SECONDS", "nan"),
        ("LOG_LEVEL", "loud"),
        ("SECURITY_PROTOCOL", "TLS"),
        ("SASL_MECHANISM", "GSSAPI"),
        ("GROUP", ""),
        ("ENRICHED_TOPIC", ""),
    ],
)
def test_a_value_out_of_range_is_refused_and_its_setting_named(given: Environment, name: str, value: str) -> None:
    assert name.lower() in given.problem(**{name: value})


@pytest.mark.parametrize("missing", ["SASL_USERNAME", "SASL_PASSWORD"])
@pytest.mark.parametrize("protocol", ["SASL_PLAINTEXT", "SASL_SSL"])
def test_sasl_needs_user_and_password(given: Environment, protocol: str, missing: str) -> None:
    complete = {"SECURITY_PROTOCOL": protocol, "SASL_USERNAME": "reader", "SASL_PASSWORD": "hidden"}
    problem = given.problem(**{name: value for name, value in complete.items() if name != missing})
    assert "SASL needs DATELINE_SASL_USERNAME and DATELINE_SASL_PASSWORD" in problem


def test_an_empty_password_is_none(given: Environment) -> None:
    assert "SASL needs" in given.problem(**SASL, SASL_PASSWORD="")


@pytest.mark.parametrize("protocol", ["SSL", "SASL_SSL"])
def test_tls_checks_who_the_broker_is(given: Environment, protocol: str) -> None:
    given(**SASL | {"SECURITY_PROTOCOL": protocol}, SASL_PASSWORD="hidden")
    context = Settings().ssl_context
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("name", ["SSL_CA_FILE", "SSL_CERT_FILE", "SSL_KEY_FILE"])
def test_a_certificate_file_must_be_there(given: Environment, tmp_path: Path, name: str) -> None:
    assert f"{tmp_path / 'gone.pem'} is no file" in given.problem(**{name: str(tmp_path / "gone.pem")})


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_read_from_the_file_that_its_variable_names(
    given: Environment, tmp_path: Path, secret: str
) -> None:
    file = tmp_path / "mounted"
    file.write_text("  hidden pässword \r\n", "utf-8")
    given(**{f"{secret}_FILE": str(file)})
    value = getattr(Settings(), secret.lower())
    assert value.get_secret_value() == "  hidden pässword "


def test_a_mounted_password_is_enough_for_sasl(given: Environment, tmp_path: Path) -> None:
    file = tmp_path / "mounted"
    file.write_text("hidden\n", "utf-8")
    given(**SASL, SASL_PASSWORD_FILE=str(file))
    assert Settings().security_protocol == "SASL_PLAINTEXT"


def test_a_secret_in_the_environment_goes_before_a_mounted_one(given: Environment, tmp_path: Path) -> None:
    file = tmp_path / "mounted"
    file.write_text("mounted", "utf-8")
    given(SASL_PASSWORD="given", SASL_PASSWORD_FILE=str(file))
    password = Settings().sasl_password
    assert password is not None
    assert password.get_secret_value() == "given"


def test_a_secret_file_that_is_not_there_is_named_with_its_variable(given: Environment, tmp_path: Path) -> None:
    given(SASL_PASSWORD_FILE=str(tmp_path / "gone"))
    with pytest.raises(ValueError, match=r"DATELINE_SASL_PASSWORD_FILE: .*gone"):
        Settings()


def test_secrets_are_masked_wherever_settings_are_shown(given: Environment) -> None:
    given(**SASL, SASL_PASSWORD="hidden-1", SSL_KEY_PASSWORD="hidden-2")
    settings = Settings()
    for shown in (repr(settings), str(settings), str(settings.public()), settings.model_dump_json()):
        assert "hidden" not in shown
    public = settings.public()
    assert public["DATELINE_SASL_USERNAME"] == "reader"
    assert {public[f"DATELINE_{secret}"] for secret in SECRETS} == {"**********"}


def test_an_unset_secret_is_shown_as_unset() -> None:
    assert Settings().public()["DATELINE_SASL_PASSWORD"] == ""


def test_secrets_are_in_no_error(given: Environment) -> None:
    given(SASL_PASSWORD="hidden-1", SSL_KEY_PASSWORD="hidden-2", SECURITY_PROTOCOL="SASL_SSL", SSL_CA_FILE="gone.pem")
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert "hidden" not in str(caught.value)
    assert "hidden" not in repr(caught.value)


def test_what_is_shown_is_what_the_environment_would_have_to_say(
    given: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(BROKERS="kafka-0:9092,kafka-1:9092", HTTP_PORT="0", BATCH_SECONDS="0.5", LOG_FORMAT="console")
    settings = Settings()
    for name, value in settings.public().items():
        if value:
            monkeypatch.setenv(name, value)
    assert Settings() == settings


def test_settings_do_not_change_once_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        monkeypatch.setattr(Settings(), "group", "other")
