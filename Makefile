# Every target sets up what it needs first, and is fast the second time.
PYTHON := .venv/bin/python
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench samples clean

help:  ## Show this help
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup:  ## Install what is missing: system packages, .venv, Python packages
	@scripts/bootstrap.sh

demo: setup  ## Read the photographs in samples/ into vCards under demo/
	@$(PYTHON) scripts/demo.py

test: setup  ## Run the tests
	@$(PYTHON) -m pytest -q -n $(WORKERS)

check: setup  ## ruff, mypy --strict, import-linter
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

bench:  ## Measure on photographs not used in development; writes docs/benchmark.md (long)
	@scripts/bootstrap.sh bench
	@$(PYTHON) scripts/bench.py
	@$(PYTHON) scripts/bench_book.py

samples:  ## Draw samples/ anew (needs the benchmark's fonts)
	@scripts/bootstrap.sh bench
	@$(PYTHON) scripts/make_samples.py

clean:  ## Remove what the other targets made
	rm -rf .venv demo bench-data build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache ./*.egg-info
	find . -name __pycache__ -type d -exec rm -rf {} +
