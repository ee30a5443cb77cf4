# Everything runs in a virtual environment of its own: make VENV=/somewhere/else to choose it.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin

.PHONY: help demo examples test lint types bench bench-peers evaluate fuzz gate train clean

help:
	@echo "make demo      check the example drafts, audit a table (installs valuecheck, click, numpy)"
	@echo "make examples  make the worked examples of revisions again"
	@echo "make test      all tests"
	@echo "make lint      ruff"
	@echo "make types     mypy, strict"
	@echo "make bench     benchmarks"
	@echo "make bench-peers  measure beside other tools, write docs/peers.md (PEERS=options)"
	@echo "make fuzz      hostile inputs (FUZZ=100000 chooses how many)"
	@echo "make evaluate  measure the model on held-out drafts"
	@echo "make gate      hold the model to its pinned figures"
	@echo "make train     train the model"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# Stamps say what is installed; a change of pyproject.toml installs it again. A check needs no
# numpy; the report of the demo's audit does.
$(VENV)/.base: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . numpy
	@touch $@

$(VENV)/.all: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[all,test]'
	@touch $@ $(VENV)/.base

demo: $(VENV)/.base
	@$(BIN)/valuecheck check examples; code=$$?; \
	if [ $$code -gt 1 ]; then exit $$code; fi; \
	echo; \
	echo "Some examples are meant to fail (valuecheck exited $$code). One in full:"; \
	echo "  $(BIN)/valuecheck check examples/spring_sale.eml"; \
	echo; \
	echo "A table: two years of a bicycle shop's posts and mailings (examples/content.csv)"; \
	mkdir -p build; \
	$(BIN)/valuecheck audit examples/content.csv --report build/audit.html --force || exit $$?; \
	echo "The report on the whole table: open build/audit.html in a browser."

examples: $(VENV)/.all
	$(BIN)/python examples/make_revisions.py

test: $(VENV)/.all
	$(BIN)/python -m pytest

lint: $(VENV)/.all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.all
	$(BIN)/mypy

bench: $(VENV)/.all
	$(BIN)/python -m benchmarks

bench-peers: $(VENV)/.all
	$(BIN)/python -m benchmarks.bench_peers $(PEERS)

evaluate: $(VENV)/.all
	$(BIN)/python evaluate.py

FUZZ ?= 4000
fuzz: $(VENV)/.all
	$(BIN)/python -m fuzz --inputs $(FUZZ)

gate: $(VENV)/.all
	$(BIN)/python gate.py

train: $(VENV)/.all
	$(BIN)/python train.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
