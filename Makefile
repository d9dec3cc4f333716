.DEFAULT_GOAL := help
.PHONY: help run test chaos chaos-short bench-delivery bench-entities check format lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KEEP ?=
REQUIRE_KAFKA ?=
ARGS ?=
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

run: $(VENV)/run ## Feed sample items through an embedded broker and a worker, show the records (KEEP=1 stays up)
	$(BIN)/dateline demo $(if $(KEEP),--keep)

test: $(VENV)/dev ## Run all tests; those on real Kafka need java and mvn (REQUIRE_KAFKA=1: they must run; ARGS= goes to pytest)
	REQUIRE_KAFKA=$(REQUIRE_KAFKA) $(BIN)/python -m pytest $(ARGS)

chaos: $(VENV)/dev ## Kill, stop, cut off and poison workers and brokers at length, plain Faust beside them (hours; ARGS= as in python -m tests.chaos --help)
	$(BIN)/python -m tests.chaos --form long --json .cache/chaos.json --markdown .cache/chaos.md $(ARGS)

chaos-short: $(VENV)/dev ## The same in a few minutes, without plain Faust
	$(BIN)/python -m tests.chaos --form short $(ARGS)

bench-delivery: $(VENV)/dev ## CPU time of a message on its way in and out, ours beside plain Faust, on real Kafka
	$(BIN)/python -m tests.bench.delivery $(ARGS)

bench-entities: $(VENV)/dev ## Strict and partial F1 of the taggers on the annotated sets, documents a second (ARGS="--readme README.md" writes the table there)
	$(BIN)/python -m tests.bench.entities $(ARGS)

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
	$(LOCK) --extra dev pyproject.toml -c requirements/run.lock -o requirements/dev.lock

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

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
