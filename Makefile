# The words used here, in CI and in the README are the same. Nothing needs make:
# every target is one command of `baseline` or `python -m`.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: demo serve test check bench report install

demo: $(INSTALLED)
	$(BIN)/baseline demo

serve: $(INSTALLED)
	$(BIN)/baseline demo --serve

test: $(INSTALLED)
	$(BIN)/python -m pytest

check: $(INSTALLED)
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell
	$(BIN)/baseline check --strict
	$(BIN)/python -m pytest tests/contract tests/docs
	$(BIN)/baseline build --playbook-only --out build/check

bench: $(INSTALLED)
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	@for file in tests/bench/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

report: $(INSTALLED)
	$(BIN)/python tests/bench/report.py

install: $(INSTALLED)

# Made by whichever target runs first; made again only when the requirements change.
$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[check,test]'
	touch $(INSTALLED)
