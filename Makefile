# Two commands matter: `make demo` and `make test`. Both set up everything they need, from Python 3.11 to 3.13 and make.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
# More words for the demonstration, for example DEMO="--port 9000 --browse-port 9001".
DEMO ?=
BUNDLED := $(shell find fieldkit/tablet fieldkit/web/scripts fieldkit/look/look.css -type f)
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help setup bundle demo demo-stop test check test-python test-tablet journeys bench lock messages clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp file is the target, not the folder: a set-up that failed half-way must run again.
.venv/ready: requirements.lock build.lock pyproject.toml hatch_build.py
	rm -f $@
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --editable . --build-constraints build.lock
	touch $@

# djlint is GPL: it never shares an environment with the product (docs/decisions/0002).
.venv-djlint/ready: djlint.lock | .venv/ready
	rm -f $@
	$(PYTHON) -m venv --clear .venv-djlint
	$(BIN)/uv pip sync --quiet --require-hashes --python .venv-djlint djlint.lock
	touch $@

fieldkit/web/static/tablet/ready: package-lock.json build.mjs hatch_build.py fieldkit/look/look.css $(shell find fieldkit/tablet fieldkit/web/scripts -type f) | .venv/ready
	rm -f $@
	$(BIN)/python hatch_build.py
	touch $@

bundle: fieldkit/web/static/tablet/ready ## build the tablet app

setup: .venv/ready .venv-djlint/ready bundle ## install everything, hash-checked

demo: .venv/ready bundle ## build the demonstration project and serve it; prints addresses and sign-ins
	$(BIN)/fieldkit demo --dir .demo $(DEMO)

demo-stop: ## end what `make demo` started
	@if [ -x $(BIN)/fieldkit ]; then $(BIN)/fieldkit demo --dir .demo --stop; fi

check: setup ## ruff, mypy, import-linter, djlint, tsc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	.venv-djlint/bin/djlint --lint --quiet fieldkit
	$(BIN)/python -m tests.node run check

test-tablet: setup ## the tablet's unit tests
	$(BIN)/python -m tests.node run test

test-python: setup ## unit and service tests
	$(BIN)/pytest -m "not journey" -n 2 --dist loadfile

# Once more, alone and by name, and only what failed: docs/decisions/0006.
journeys: setup ## browser journeys
	rm -rf .pytest_cache/v/cache/lastfailed
	$(BIN)/pytest -m journey -n 2 --dist loadfile || \
	  { test $$? -eq 1 && echo "Once more, alone:" && $(BIN)/pytest -m journey -vv --last-failed --last-failed-no-failures none; }

test: check test-tablet test-python journeys ## everything

bench: setup ## print the figures that the project claims
	$(BIN)/python -m benchmarks

messages: .venv/ready ## update the message catalogues from the sources
	$(BIN)/python -m fieldkit.i18n.update

lock: UV = $(or $(wildcard $(BIN)/uv),uv)
lock: ## resolve the locks anew
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --group dev pyproject.toml -o requirements.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet build.in -o build.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet djlint.in -o djlint.lock

clean: demo-stop ## remove what the build made
	rm -rf .venv .venv-djlint node_modules fieldkit/web/static/tablet fieldkit/web/static/vendor .demo
