# The commands a person runs are the ones CI runs. Everything lives in .venv; a second run installs nothing.
#   make chat [ARTICLES=folder] [PORT=7860]   set up, take in the articles, serve the chat
#   make test                                 set up, then lint, types, import layers, tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 7860
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: chat test lint types layers tests eval clean

chat: $(VENV)/.ready
	@exec $(BIN)/dateline chat --port $(PORT) $(if $(ARTICLES),"$(ARTICLES)")

test: lint types layers tests

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

layers: $(VENV)/.ready-dev
	$(BIN)/lint-imports

tests: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

eval: $(VENV)/.ready
	$(BIN)/dateline eval suite

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dateline needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Setting up in $(VENV): some minutes, once."
	$(PIP) --editable .
	@$(BIN)/python -c 'from index.embedding import open_embedder; open_embedder()'
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Setting up in $(VENV): some minutes, once."
	$(PIP) --editable '.[dev]'
	@$(BIN)/python -c 'from index.embedding import open_embedder; open_embedder()'
	@touch $(VENV)/.ready $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
