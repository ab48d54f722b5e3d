# Every target sets up its own virtual environment; python3 and make are all that must be there before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= reports
SECONDS ?= 600

.PHONY: report test check bench prove fuzz lab clean

report: $(VENV)/installed            ## the main job on the packaged example
	@$(BIN)/kh2025 demo -o $(OUT)

test: $(VENV)/developed              ## all tests; those with a browser need Chromium (apt-get install chromium)
	$(BIN)/python -m pytest

check: $(VENV)/developed             ## style, types, layers, notebooks without outputs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q tests/test_notebooks_are_plain.py

bench: $(VENV)/benched               ## timings, as ratios in one run
	$(BIN)/python tests/benchmarks/law.py
	$(BIN)/python tests/benchmarks/plan.py
	$(BIN)/python tests/benchmarks/plan_import.py
	$(BIN)/python tests/benchmarks/start.py
	$(BIN)/python tests/benchmarks/ledger.py
	$(BIN)/python tests/benchmarks/collect.py
	$(BIN)/python tests/benchmarks/evaluation.py
	$(BIN)/python tests/benchmarks/charts.py
	$(BIN)/python tests/benchmarks/report.py
	$(BIN)/python tests/benchmarks/runs.py

prove: $(VENV)/developed             ## the faults in full: 50 kills, a lock held a minute; figures for tests/faults/README.md
	KH2025_PROVE=1 $(BIN)/python -m pytest -s tests/faults

fuzz: $(VENV)/fuzzing                ## the readers of text, dates and deadlines on made-up texts, SECONDS each
	$(BIN)/python tests/fuzz/fuzz_text.py $(SECONDS)
	$(BIN)/python tests/fuzz/fuzz_schedule.py $(SECONDS)

lab: $(VENV)/installed               ## JupyterLab on the example: explore.ipynb first
	$(BIN)/jupyter lab --notebook-dir=. notebooks/explore.ipynb

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Setting up $(VENV): one to two minutes, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/developed: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

$(VENV)/benched: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	@touch $@

$(VENV)/fuzzing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group fuzz
	@touch $@
