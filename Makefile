# make demo    build every guideline that is meant to compile into build/
# make test    run the tests
# make check   format, lint, types, import contracts, tests: what a change must pass
# make mutation  put a small fault into the clean guidelines, some thousand times, and count what the checker finds
# make diffs   compare some hundred pairs of guidelines, and judge by runs what `milligram diff` says of them
# make pictures  draw the pictures of the documentation again, and write its gallery
# make vsix    package the extension for VS Code into build/; it needs node and npm
# make editors write again what the editors are told of the language, after a change of its grammar
# make docs    build the documentation as a site into build/site/
#
# Both set-up commands make their own virtual environment in .venv, with the versions of constraints.txt.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= build
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

# A folder `as_published` holds faithful transcriptions, kept because they fail.
GUIDELINES = $(shell find guidelines -name '*.mg' -not -path '*/as_published/*' | LC_ALL=C sort)

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench mutation diffs pictures editors vsix docs clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# Debian splits ensurepip from python3; there, the pip that is installed fills the environment.
$(BIN)/python:
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV); \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -m venv --without-pip $(VENV) && \
	  $(PYTHON) -m pip -q --python $(BIN)/python install pip; \
	else \
	  echo 'this Python has neither ensurepip nor pip; on Debian or Ubuntu: apt-get install python3-venv' >&2; \
	  exit 1; \
	fi

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[dev,docs]'
	@touch $@ $(VENV)/.run $(VENV)/.docs

$(VENV)/.docs: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[docs]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	@$(BIN)/milligram build $(GUIDELINES) --target all --out $(OUT) >/dev/null
	@for d in $(OUT)/*/; do \
	  printf '%s\n' "$$d"; \
	  ls -l "$$d" | awk 'NF > 8 {printf "  %8.1f kB  %s\n", $$5 / 1000, $$9}'; \
	done

test: $(VENV)/.dev
	$(BIN)/pytest -n 2

check: $(VENV)/.dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	@for f in $(sort $(wildcard benchmarks/*.py)); do echo "$$f"; $(BIN)/python "$$f" || exit 1; done

mutation: $(VENV)/.dev
	@$(BIN)/python -m tests.mutation.score

diffs: $(VENV)/.dev
	@$(BIN)/python -m tests.mutation.diffs --sample 500 --edits 300 --several 100 --jobs 2

pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures.py

docs: $(VENV)/.docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --config-file docs/site/mkdocs.yml
	@echo build/site/index.html

editors: $(VENV)/.run
	$(BIN)/python editors/generate.py

VSCODE := editors/vscode

$(VSCODE)/node_modules/.package-lock.json: $(VSCODE)/package-lock.json
	cd $(VSCODE) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# The same commit gives the same bytes: the files in the archive have the time of the commit.
vsix: $(VSCODE)/node_modules/.package-lock.json
	@mkdir -p $(OUT)
	cd $(VSCODE) && SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 315532800) \
	  npm run --silent vsix -- --out "$(abspath $(OUT))/milligram-$$(node -p 'require("./package.json").version').vsix"

clean:
	rm -rf $(OUT) dist $(VSCODE)/dist $(VSCODE)/LICENSE .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
