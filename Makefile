# Everything a checkout needs; only Python 3.11 or newer, git and make are assumed.
#   make report   set up, install, run the main report on the shipped facts and print it
#   make test     set up with the developer's tools and run the test suite
#   make test-whole  the same, running whole what other tests sample (long fuzzing, full cross-products)

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin
REPORT ?= deliveries_after_measures
PYTEST_ARGS ?=
SQLFMT := $(RUN)/sqlfmt --line-length 120 --no-progressbar --quiet

# what compiled.json is made of; a text that is not in it is parsed at the start, so it can be late but not wrong
TEXTS := $(wildcard schemas/*.yaml datasets/facts.yaml queries/*/*.sql queries/*/*/*.sql)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test test-whole check format docs data benchmarks lock sbom clean

help:
	@echo "make report      set up, install, run the main report and print it"
	@echo "make test        set up with the developer's tools, run the whole test suite (PYTEST_ARGS=... for a part)"
	@echo "make test-whole  runs whole what other tests sample: long fuzzing, full cross-products; an hour or more"
	@echo "make check       format, lint, strict types, import rules, SQL format, generated pages fresh"
	@echo "make format      format Python and SQL"
	@echo "make docs        write the generated pages of docs/"
	@echo "make data        check datasets/*.csv and build datasets/*.parquet"
	@echo "make benchmarks  measure; figures on stdout"
	@echo "make lock        pin and hash anew what pyproject.toml asks for (LOCK_ARGS=--upgrade for newer versions)"
	@echo "make sbom        write sbom.cdx.json and THIRD-PARTY.md: what comes with an installation, and under which licences"
	@echo "make clean       remove the environment and what was built"

report: $(VENV)/runtime.stamp compiled.json
	@$(RUN)/sanctrack report $(REPORT)

test: $(VENV)/dev.stamp compiled.json
	$(RUN)/python -m pytest -n 2 $(PYTEST_ARGS)

test-whole: $(VENV)/dev.stamp compiled.json
	SANCTRACK_TEST_WHOLE=1 $(RUN)/python -m pytest -n 2 $(PYTEST_ARGS)

check: $(VENV)/dev.stamp compiled.json
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(SQLFMT) --check queries
	$(RUN)/python docs/generate.py --check

format: $(VENV)/dev.stamp
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .
	$(SQLFMT) queries

docs: $(VENV)/dev.stamp compiled.json
	$(RUN)/python docs/generate.py

data: $(VENV)/runtime.stamp compiled.json
	$(RUN)/sanctrack --home . build

benchmarks: $(VENV)/dev.stamp compiled.json
	$(RUN)/python benchmarks/cold.py
	$(RUN)/python benchmarks/scale.py

compiled.json: hatch_build.py $(TEXTS) | $(VENV)/runtime.stamp
	@$(RUN)/python hatch_build.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sanctrack needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The package is installed as a link to this folder: an edit is seen at once. No build isolation, so that every
# package that is fetched stands with its hash in requirements/.
$(VENV)/runtime.stamp: requirements/runtime.txt pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) (about half a minute, once) ..." >&2
	@test -e $(VENV)/dev.stamp || $(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/runtime.stamp
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Pins for every way of installing. The developer's file is first: the others take their versions from it.
LOCK_ARGS ?=
LOCK := $(VENV)-supply/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet $(LOCK_ARGS)

lock: $(VENV)-supply/stamp
	$(LOCK) pyproject.toml --all-extras --group dev -o requirements/dev.txt >/dev/null
	$(LOCK) pyproject.toml --group build -c requirements/dev.txt -o requirements/runtime.txt >/dev/null
	for extra in all lists documents bi screen; do \
	  $(LOCK) pyproject.toml --extra $$extra -c requirements/dev.txt -o requirements/$$extra.txt >/dev/null || exit 1; done
	$(LOCK) --group supply -o requirements/supply.txt >/dev/null

# The packages are looked at where they are installed, without pip, which is none of ours.
sbom: $(VENV)-supply/stamp
	rm -rf $(VENV)-all
	$(VENV)-supply/bin/uv venv --quiet --python $(PYTHON) $(VENV)-all
	$(VENV)-supply/bin/uv pip install --quiet --python $(VENV)-all --require-hashes -r requirements/all.txt
	$(VENV)-supply/bin/cyclonedx-py environment $(VENV)-all --pyproject pyproject.toml --output-reproducible --sv 1.6 -o $(VENV)-all/raw.json
	$(VENV)-all/bin/python requirements/inventory.py bom $(VENV)-all/raw.json
	$(VENV)-supply/bin/python -c "from pathlib import Path; from cyclonedx.schema import SchemaVersion; \
	  from cyclonedx.validation.json import JsonStrictValidator; \
	  error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(Path('sbom.cdx.json').read_text()); exit(error and str(error))"
	$(VENV)-all/bin/python requirements/inventory.py notices

$(VENV)-supply/stamp: requirements/supply.txt
	@test -x $(VENV)-supply/bin/python || $(PYTHON) -m venv $(VENV)-supply
	$(VENV)-supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/supply.txt
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-supply $(VENV)-all compiled.json build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
