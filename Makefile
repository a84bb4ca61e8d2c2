PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TORCH ?= torch==2.13.0

.PHONY: run install dev test check quick gate clean

run: $(VENV)/.light ## install the light package, translate and summarize the example wires
	$(BIN)/xlsum run examples

install: $(VENV)/.light

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.light: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check "$(TORCH)"
	$(BIN)/pip install -q --disable-pip-version-check -e ".[hf,desk,serve,archive,ray,dev]"
	touch $@ $(VENV)/.light

dev: $(VENV)/.dev

test: $(VENV)/.dev check ## install everything and run the whole check

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

quick: $(VENV)/.dev ## the tests without real engines, browsers and servers
	$(BIN)/python -m pytest -m "not slow"

gate: $(VENV)/.dev ## fail when the embedded system scores below its pinned floors
	$(BIN)/python -m benchmarks gate

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
