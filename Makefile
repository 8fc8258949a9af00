# `make` alone lists the targets. Everything runs in .venv, which is made on first use.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
VENV := .venv/.made
PYTEST := $(BIN)/pytest -n 2 --dist loadfile
TRIALS := wfplatform_tests/lanes/verification/test_trials.py

UI := wfplatform/gateway/static/index.html
UI_MODULES := ui_extension/node_modules/.made
UI_SOURCES := $(shell find ui_extension/src ui_extension/public ui_extension/bundling -type f 2>/dev/null) ui_extension/index.html ui_extension/vite.config.ts

.PHONY: help venv lock demo up ui ui-types ui-lint ui-test check lint test verify verify-one-seed bench docs clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: $(VENV) ## make .venv from the locked requirements (done by itself where needed)

$(VENV): requirements/bootstrap.txt requirements/dev.txt requirements/make_venv.sh pyproject.toml $(wildcard plugins/*/pyproject.toml)
	@requirements/make_venv.sh
	@touch $@

lock: $(VENV) ## resolve the dependencies again and write the locks, with hashes
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --extra all --group dev --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet -o requirements/dev.txt
	echo uv | UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile - --constraints requirements/dev.txt --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet \
	  -o requirements/bootstrap.txt

demo: $(VENV) ## run 100 orders through a real workflow, as Dagster runs, and show what happened
	@$(BIN)/wfplatform demo

up: $(VENV) $(UI) ## serve everything until Ctrl-C
	@$(BIN)/wfplatform up --examples

ui: $(UI) ## build the user interface into the package (Node comes with .venv)

$(UI_MODULES): ui_extension/package-lock.json ui_extension/npm $(VENV)
	ui_extension/npm ci --ignore-scripts --loglevel=error
	@touch $@

$(UI): $(UI_MODULES) $(UI_SOURCES)
	ui_extension/npm run --silent build

ui-types: $(UI_MODULES) ## write the user interface's types anew from the gateway's description of its API
	ui_extension/npm --prefix codegen ci --ignore-scripts --loglevel=error
	$(BIN)/python ui_extension/codegen/generate.py
	ui_extension/npm node codegen/core.mjs

ui-lint: $(UI_MODULES) ## Biome and TypeScript
	ui_extension/npm run --silent check

ui-test: $(UI) ## unit tests of the user interface, its floors, and the weight of its build
	ui_extension/npm run --silent test

lint: $(VENV) ui-lint ## ruff, pyright, import contracts, Biome, TypeScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

check: lint ui-test ## the fast half: lint and the tests that need no database (under a minute)
	WFPLATFORM_VERIFY=quick $(PYTEST) --timeout 20 -m "not slow and not kill and not verify"

test: lint ui-test ## what must pass: check, contract suites, conformance, one kill of each kind (at most 10 minutes)
	$(PYTEST) -m "not verify"

verify: $(VENV) $(UI) ## chance and force at length: fuzz, every kill point, every fault (at most 45 minutes)
	@# The trials use every core themselves, so they come first and alone.
	@status=0; export WFPLATFORM_VERIFY=all; \
	$(BIN)/pytest -m "verify or kill" $(TRIALS) || status=1; \
	$(PYTEST) --timeout 1500 -m "verify or kill or chance" --ignore $(TRIALS) || status=1; exit $$status

verify-one-seed: $(VENV) ## one seed of the heaviest part of verify
	WFPLATFORM_VERIFY=one $(PYTEST) -m "verify"

bench: $(VENV) ## measure, beside a peer or the stock setting, and write bench/results
	$(BIN)/python -m bench

docs: $(VENV) ## write the reference pages anew from the code
	$(BIN)/python docs/generate.py

clean: ## remove caches and builds; .venv and data stay
	rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist wfplatform/gateway/static
	find . -name __pycache__ -type d -not -path './.venv/*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +
