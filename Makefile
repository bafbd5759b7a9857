# Two commands are the whole set-up: make run, make test.
PY ?= $(shell for v in python3.13 python3.12 python3.11 python3; do \
  $$v -c 'import sys, venv, ensurepip; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 14)))' 2>/dev/null \
  && echo $$v && break; done)
BIN := .venv/bin
SERVE := PYTHONUNBUFFERED=1 $(BIN)/luodi serve --city examples/leshan --workspace workspace-leshan
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run report serve test lint docs lock bench picture messages clean

.venv/.run: requirements.lock
	@test -n "$(PY)" || { echo "Luodi needs Python 3.11, 3.12 or 3.13 with venv and pip: install one, or name it: make PY=/path/to/python"; exit 2; }
	@test -x $(BIN)/python || { echo "making .venv with $(PY)"; $(PY) -m venv .venv; }
	@echo "installing what requirements.lock names"; $(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "installing what requirements-dev.lock names"; $(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

run: report  ## the report on Leshan's decision, then the site with it loaded, until Ctrl-C (or SIGTERM)
	@$(SERVE)

report: .venv/.run  ## read the Leshan decision, hold it against published figures, say what was delivered
	@$(BIN)/luodi report examples/leshan

serve: .venv/.run  ## the site with the Leshan folder loaded, at PORT (8000 if not named), until stopped
	@$(SERVE)

test: .venv/.dev  ## lint, types, import contracts and every test
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest
	@if [ -n "$$LUODI_TEST_POSTGRES" ]; then echo "the site's tests again, on PostgreSQL"; \
	  DATABASE_URL="$$LUODI_TEST_POSTGRES" $(BIN)/python -m pytest tests/site --ignore tests/site/browser -k "not in_a_browser and not messages"; \
	else echo "not run on PostgreSQL: LUODI_TEST_POSTGRES names no database"; fi

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports

docs: .venv/.dev  ## the documentation, in docs/_build
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build

picture: .venv/.dev  ## the pictures of the report in docs/_static; needs CHROMIUM
	$(BIN)/python docs/picture.py

bench: .venv/.dev  ## every benchmark; PEERS=python of an environment that holds the peers (benchmarks/README.md)
	$(BIN)/python benchmarks/read_speed.py $(if $(PEERS),--peers $(PEERS))
	$(BIN)/python benchmarks/report_scale.py
	$(BIN)/python benchmarks/forecast.py
	$(BIN)/python benchmarks/rules.py

messages: .venv/.dev  ## take new sentences of the site into its English catalogue, and compile it
	$(BIN)/python tools/messages.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

UV ?= uv
lock:  ## remake both lock files: versions and hashes only, for Python 3.11 to 3.13
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url \
	  --extra parquet --extra measure --extra postgres --extra site --group build pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url \
	  --all-extras --group build --group dev --group docs pyproject.toml -o requirements-dev.lock
