"""Every file that is made from this code, by its place in the project."""

from collections.abc import Mapping
from typing import Any

import yaml

from dateline.settings import Settings
from monitoring.asyncapi import asyncapi
from monitoring.dashboard import dashboard
from monitoring.rules import RUNBOOKS, groups
from monitoring.strimzi import kafka_topics, kafka_users

_NOTE = "# Made by `make generate`; do not edit.\n"
_COMPONENTS = "deploy/k8s/components"
_PROMETHEUS_RULE = {
    "apiVersion": "monitoring.coreos.com/v1",
    "kind": "PrometheusRule",
    "metadata": {
        "name": "dateline-worker",
        "labels": {"app.kubernetes.io/name": "dateline", "app.kubernetes.io/component": "worker"},
    },
}


def files(runbooks: str = RUNBOOKS) -> Mapping[str, str]:
    """Return the files' texts, for the settings' default names; `runbooks` is where the alerts' pages are served."""
    settings = Settings.model_construct()
    return {
        "schemas/asyncapi.yaml": _yaml(asyncapi(settings)),
        f"{_COMPONENTS}/strimzi/topics.yaml": _yaml(*kafka_topics(settings)),
        f"{_COMPONENTS}/strimzi/users.yaml": _yaml(*kafka_users(settings)),
        f"{_COMPONENTS}/monitoring/dateline.json": dashboard(runbooks),
        f"{_COMPONENTS}/monitoring/dateline.rules.yaml": _yaml({"groups": groups(runbooks=runbooks)}),
        f"{_COMPONENTS}/prometheus-operator/prometheusrule.yaml": _yaml(
            {**_PROMETHEUS_RULE, "spec": {"groups": groups(runbooks=runbooks)}}
        ),
    }


class _Plain(yaml.SafeDumper):
    """Without anchors, which not every reader of manifests follows."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class says so
        return True


def _yaml(*documents: Any) -> str:
    return _NOTE + yaml.dump_all(documents, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)
