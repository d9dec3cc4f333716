.DEFAULT_GOAL := help
.PHONY: deploy-tools sbom audit help run test test-fast test-kafka test-training test-deploy test-bench fuzz chaos chaos-short bench bench-tools scale soak bench-delivery bench-cleaning bench-entities generate dashboard-picture release check format lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
KEEP ?=
REQUIRE_KAFKA ?=
REQUIRE_TOOLS ?=
ARGS ?=
VERSION ?=
EXAMPLES ?= 1
APISERVER ?=
DEPLOY := .cache/deploy
MINUTES ?= 60
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

run: $(VENV)/run ## Feed sample items through an embedded broker and a worker, show the records (KEEP=1 stays up)
	$(BIN)/dateline demo $(if $(KEEP),--keep)

PYTEST = REQUIRE_KAFKA=$(REQUIRE_KAFKA) REQUIRE_TOOLS=$(REQUIRE_TOOLS) EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest

test-fast: $(VENV)/dev ## The inner loop, a minute: nothing but Python, no trained model (ARGS= goes to pytest)
	EXAMPLES=$(or $(filter-out 1,$(EXAMPLES)),0.2) $(BIN)/python -m pytest -m fast $(ARGS)

test: $(VENV)/dev ## All tests that are not slow by nature, ten minutes; a smoke test on a real Kafka if java and mvn are there
	$(PYTEST) -m "fast or model or smoke" $(ARGS)

test-kafka: $(VENV)/dev ## Tests on a real Kafka (java, mvn), some with a real Prometheus (REQUIRE_KAFKA=1 REQUIRE_TOOLS=1: none may be skipped)
	$(PYTEST) -m kafka $(ARGS)

test-training: $(VENV)/dev ## Rebuild word lists and small models, and compare
	$(PYTEST) -m training $(ARGS)

test-deploy: $(VENV)/dev deploy-tools $(if $(APISERVER),$(DEPLOY)/kube-apiserver) ## Check image, manifests, installation and release (APISERVER=1: also on a real kube-apiserver, which takes 20 minutes to build and needs etcd)
	APISERVER=$(APISERVER) $(PYTEST) -m deploy $(ARGS)

test-bench: $(VENV)/dev ## Short forms of the benchmarks (`make bench-tools` before it: beside trafilatura + spaCy, too)
	$(PYTEST) -m bench $(ARGS)

fuzz: $(VENV)/dev ## Property tests, damaged and hostile documents, whole corpora (EXAMPLES=20: as many times the examples)
	$(PYTEST) -m fuzz $(ARGS)

chaos: $(VENV)/dev ## Kill, stop, cut off and poison workers and brokers at length, plain Faust beside them (hours; ARGS= as in python -m chaos --help)
	$(BIN)/python -m chaos --form long --json .cache/chaos.json --document docs/benchmarks.md $(ARGS)

chaos-short: $(VENV)/dev ## The same in their short form, as tests, without plain Faust
	$(PYTEST) -m chaos $(ARGS)

bench: $(BENCH)/made ## How fast it is beside trafilatura + spaCy, plain Faust and bare clients; writes its part of docs/benchmarks.md, plots and docs/scale.md (20 minutes on an idle machine; ARGS=--short prints)
	$(BENCH)/bin/python -m benchmarks $(ARGS)

bench-tools: $(BENCH)/made

scale: $(VENV)/dev ## Pods, partitions, cost and first bottleneck at a rate, from what `make bench` measured; writes docs/scale.md
	$(BIN)/python -m benchmarks.planning.scale $(ARGS)

soak: $(VENV)/dev ## A worker under steady load on real Kafka and how its memory grows; writes docs/soak.json and its plot (MINUTES=60)
	$(BIN)/python -m benchmarks.soak --minutes $(MINUTES) $(ARGS)

bench-delivery: $(VENV)/dev ## CPU time of a message on its way in and out, ours beside plain Faust, on real Kafka
	$(BIN)/python -m benchmarks.delivery $(ARGS)

# Kubernetes' own checks, pinned; Go keeps what it built, so that another checkout has them at once.
KUBECTL_VALIDATE := sigs.k8s.io/kubectl-validate@v0.0.4
KUBE_SCORE := github.com/zegl/kube-score/cmd/kube-score@v1.20.0
KEDA := github.com/kedacore/keda/v2@v2.17.2
PROMETHEUS_OPERATOR := github.com/prometheus-operator/prometheus-operator@v0.85.0
COMPOSE := github.com/compose-spec/compose-go/v2@v2.9.0
ASYNCAPI := @asyncapi/specs@6.11.1

deploy-tools: $(DEPLOY)/kubectl-validate $(DEPLOY)/kube-score $(DEPLOY)/keda $(DEPLOY)/prometheus-operator $(DEPLOY)/compose-spec.json $(DEPLOY)/asyncapi.json $(DEPLOY)/strimzi

$(DEPLOY)/kubectl-validate:
	GOBIN=$(abspath $(DEPLOY)) go install $(KUBECTL_VALIDATE)

$(DEPLOY)/kube-score:
	GOBIN=$(abspath $(DEPLOY)) go install $(KUBE_SCORE)

# Of these modules only the definitions of their resources, and KEDA's list of what a trigger may say.
$(DEPLOY)/keda:
	go mod download $(KEDA)
	mkdir -p $@
	install -m 644 "$$(go env GOMODCACHE)/$(KEDA)"/config/crd/bases/keda.sh_*.yaml "$$(go env GOMODCACHE)/$(KEDA)"/pkg/scalers/kafka_scaler.go $@

$(DEPLOY)/prometheus-operator:
	go mod download $(PROMETHEUS_OPERATOR)
	mkdir -p $@
	install -m 644 "$$(go env GOMODCACHE)/$(PROMETHEUS_OPERATOR)"/example/prometheus-operator-crd/*.yaml $@

$(DEPLOY)/compose-spec.json:
	go mod download $(COMPOSE)
	install -D -m 644 "$$(go env GOMODCACHE)/$(COMPOSE)"/schema/compose-spec.json $@

$(DEPLOY)/asyncapi.json:
	mkdir -p $(DEPLOY)/npm
	cd $(DEPLOY)/npm && tar -xzf "$$(npm pack --silent $(ASYNCAPI))"
	install -m 644 $(DEPLOY)/npm/package/schemas/3.0.0.json $@
	rm -r $(DEPLOY)/npm

$(DEPLOY)/strimzi: tests/deploy/strimzi/pom.xml
	mvn --quiet --batch-mode --file $< dependency:copy-dependencies -DoutputDirectory=$(abspath $@) -DincludeScope=runtime
	@touch $@

$(DEPLOY)/kube-apiserver: tests/deploy/apiserver/main.go tests/deploy/apiserver/go.mod
	cd tests/deploy/apiserver && go build -p 2 -trimpath -ldflags "-s -w $(foreach part,Version=v1.33.4 Major=1 Minor=33,-X k8s.io/component-base/version.git$(part))" -o $(abspath $@) .

# What the image holds: the locked run-time packages and the project, and nothing to build or test with.
RUNTIME := .cache/runtime
DIST := dist
# Where one may choose, as for tld (MPL-1.1 OR GPL-2.0-only OR …), there is no need for the unsuitable one.
UNSUITABLE := "GPL-2.0-only;GPL-2.0-or-later;GPL-3.0-only;GPL-3.0-or-later;AGPL-3.0-only;AGPL-3.0-or-later;GNU General Public License (GPL);GNU General Public License v2 (GPLv2);GNU General Public License v2 or later (GPLv2+);GNU General Public License v3 (GPLv3);GNU General Public License v3 or later (GPLv3+);GNU Affero General Public License v3;GNU Affero General Public License v3 or later (AGPLv3+)"

sbom: $(VENV)/dev $(RUNTIME)/bin/dateline ## Write a CycloneDX bill of materials and a licence report of what runs to dist/; fails on a licence that does not suit
	mkdir -p $(DIST)
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o $(DIST)/sbom.cdx.json $(RUNTIME)/bin/python
	$(BIN)/pip-licenses --python $(RUNTIME)/bin/python --from=mixed --with-urls --format=markdown --output-file $(DIST)/licences.md --fail-on $(UNSUITABLE)

$(RUNTIME)/bin/dateline: requirements/image.lock pyproject.toml | $(VENV)/dev
	rm -rf $(RUNTIME)
	$(BIN)/python -m venv --without-pip $(RUNTIME)
	$(BIN)/python -m pip --quiet --disable-pip-version-check --python $(RUNTIME)/bin/python install --require-hashes -r requirements/image.lock
	$(BIN)/python -m pip --quiet --disable-pip-version-check wheel --no-deps --no-build-isolation --wheel-dir $(RUNTIME)/wheel .
	$(BIN)/python -m pip --quiet --disable-pip-version-check --python $(RUNTIME)/bin/python install --no-deps --no-index $(RUNTIME)/wheel/*.whl

audit: $(VENV)/dev ## Look for known vulnerabilities in what runs and what it is made with (asks PyPI's advisories; a package it can't ask for is a failure)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/image.lock
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/dev.lock

generate: $(VENV)/dev ## Write dashboard, rules, Strimzi's topics and AsyncAPI anew from the code
	$(BIN)/python -m monitoring

dashboard-picture: $(VENV)/dev ## Draw the dashboard's panels from a real Prometheus beside a worker under load (some minutes)
	DASHBOARD_PICTURE=docs/dashboard.svg $(BIN)/python -m pytest -q tests/integration/test_dashboard.py

bench-cleaning: $(BENCH)/made ## What is cleaned how well and how fast, ours beside other tools; writes its part of docs/benchmarks.md and the plot (ARGS=--short prints)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BENCH)/bin/python -m benchmarks.cleaning $(ARGS)

bench-entities: $(BENCH)/made ## Strict and partial F1 of the taggers on the annotated sets, documents a second (ARGS="--rivals --write" adds others, trained in a quarter of an hour of CPU time, and writes docs/benchmarks.md)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BENCH)/bin/python -m benchmarks.entities $(ARGS)

release: $(VENV)/dev check ## Set the version, date the changelog's section, commit and tag (VERSION=0.3.0)
	@test -n "$(VERSION)" || { echo "VERSION is missing, as in: make release VERSION=0.3.0"; exit 2; }
	$(BIN)/bump-my-version bump --new-version $(VERSION)

check: $(VENV)/dev ## Check format, lint, types and which module may import which
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev ## Format the code and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/dev ## Write requirements/*.lock anew from pyproject.toml
	$(LOCK) pyproject.toml -o requirements/run.lock
	$(LOCK) --group build -o requirements/build.lock
	$(LOCK) --extra otel pyproject.toml -c requirements/run.lock -o requirements/image.lock
	$(LOCK) --extra dev pyproject.toml -c requirements/run.lock -o requirements/dev.lock
	$(LOCK) --extra bench pyproject.toml -c requirements/run.lock -o requirements/bench.lock
	$(LOCK) --extra training pyproject.toml -c requirements/run.lock -o requirements/training.lock
	$(LOCK) --no-deps --group dictionaries -o requirements/dictionaries.lock

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) $(BENCH) .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The checkout itself goes on the path by a .pth file, so that no build tool is needed to run it.
define install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

$(VENV)/run: requirements/run.lock requirements/build.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.lock
	$(call install,requirements/run.lock)
	@touch $@

$(VENV)/dev: requirements/dev.lock pyproject.toml | $(VENV)/bin/python
	$(call install,requirements/dev.lock)
	@touch $@ $(VENV)/run

# The other tools need versions of their own, so they have an environment of their own. pip stumbles over
# lxml[html-clean,html-clean] in a locked file; uv, which wrote it, does not.
$(BENCH)/made: requirements/bench.lock requirements/build.lock | $(VENV)/dev
	$(PYTHON) -m venv --without-pip $(BENCH)
	$(BIN)/uv pip install --quiet --python $(BENCH)/bin/python --require-hashes -r requirements/bench.lock -r requirements/build.lock
	$(BIN)/uv pip install --quiet --python $(BENCH)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@
