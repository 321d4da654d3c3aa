# `make lab` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# `make CONSTRAINTS=/dev/null` takes the newest versions that pyproject.toml allows.
CONSTRAINTS ?= constraints.txt
LAB_ARGS ?=
NBVAL := --nbval --nbval-current-env --nbval-cell-timeout=120 -o addopts= -o filterwarnings= -p no:cacheprovider

.PHONY: benchmarks browser-test clean data fuzz help lab lint mutation notebook-report notebooks scale site snapshots test test-fast test-lowest test-notebooks types wheel-check
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

lab: $(VENV)/.installed-test ## set up and open JupyterLab on the notebooks (LAB_ARGS="--port=8890 --no-browser")
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(LAB_ARGS)

test: test-fast test-notebooks ## set up, run every test that needs no browser and the strict notebook comparison

test-fast: $(VENV)/.installed-test ## every test that needs no browser, but the notebooks
	$(BIN)/python -m pytest

snapshots: $(VENV)/.installed-test ## write the texts that tests expect again, to be read as a diff
	$(BIN)/python -m pytest tests --snapshot-update

fuzz: $(VENV)/.installed-test ## give the readers 20,000 random documents and files, other ones each time
	$(BIN)/python -m pytest tests/readers/test_fuzz.py -k "not linear" --hypothesis-profile=search --hypothesis-show-statistics

mutation: $(VENV)/.installed-mutation ## change the code and list what no test notices: MODULE=overlap._pairs; without it, a sample of every room (an hour)
	$(if $(MODULE),$(BIN)/mutmut run 'tpm_data.$(MODULE).*',$(BIN)/python benchmarks/mutation.py)
	@$(if $(MODULE),$(BIN)/mutmut results | sed '/: not checked$$/d')

browser-test: $(VENV)/.installed-dev ## run the notebooks in JupyterLab and measure every figure (needs Chromium)
	$(BIN)/python -m pytest tests/browser/browser_*.py

notebook-report: $(VENV)/.installed-test ## size and run time of each notebook, beside the bounds
	PYTHONPATH=tests $(BIN)/python tests/notebooks/report.py

test-notebooks: $(VENV)/.installed-test ## run the notebooks and compare every stored output
	$(BIN)/python -m pytest $(NBVAL) notebooks

notebooks: $(VENV)/.installed-dev ## run the notebooks, store outputs and pictures (needs Chromium)
	$(BIN)/python notebooks/build.py

site: $(VENV)/.installed-test ## write notebooks and reference as pages that open without Python or a network
	@rm -rf site
	$(BIN)/python notebooks/site.py

data: $(VENV)/.installed-test ## read the document again, write the tables and their dictionary
	$(BIN)/python data/build.py

lint: $(VENV)/.installed-dev ## style of code and notebooks
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/nbstripout --verify --keep-output --keep-count --keep-id notebooks/*.ipynb

types: $(VENV)/.installed-dev ## types of the library and of what writes the data
	$(BIN)/mypy

wheel-check: $(VENV)/.installed-test ## install the built wheel elsewhere and load every table
	@rm -rf $(VENV)/wheel && mkdir -p $(VENV)/wheel
	$(BIN)/python -m build --wheel --outdir $(VENV)/wheel . >/dev/null
	$(PYTHON) -m venv $(VENV)/wheel/venv
	$(VENV)/wheel/venv/bin/pip install --quiet --constraint constraints.txt $(VENV)/wheel/*.whl
	$(VENV)/wheel/venv/bin/pip check
	cd $(VENV)/wheel && venv/bin/python -c 'import tpm_data as t; print(t.__file__, *(f"{n} {t.load(n).shape}" for n in t.list_tables()), sep="\n")'

benchmarks: $(VENV)-bench/.installed ## time other libraries against this one (a few minutes, 10 GB of memory)
	$(VENV)-bench/bin/python benchmarks/comparison.py

scale: $(VENV)/.installed-test ## time and memory up to a million rows (a few minutes, 6 GB of memory)
	$(BIN)/python benchmarks/scale.py

test-lowest: ## test-fast with the oldest version of each dependency that pyproject.toml allows
	$(MAKE) test-fast VENV=$(VENV)-lowest CONSTRAINTS=constraints-lowest.txt

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) $(VENV)-bench $(VENV)-lowest .hypothesis .mypy_cache .pytest_cache .ruff_cache dist mutants site

$(VENV)/.installed-%: pyproject.toml $(CONSTRAINTS) | $(VENV)
	$(BIN)/python -m pip install --quiet --constraint $(CONSTRAINTS) --editable '.[$*]'
	$(BIN)/python -m pip check
	@touch $@

# pysensmcda asks for pandas 2 and works with 3, so it comes without its requirements.
$(VENV)-bench/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(VENV)-bench/bin/python -m pip install --quiet --constraint constraints.txt --no-deps pysensmcda
	@touch $@

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV); the packages take some minutes."
	@$(PYTHON) -m venv $(VENV) || \
	    { rm -rf $(VENV); echo "Python's venv module is missing (on Debian and Ubuntu: the package python3-venv)"; exit 1; }
