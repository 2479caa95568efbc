# Everything that a person or a CI does with this project. `make` alone lists it.
# Needs no more than make and Python 3.11-3.14; the rest is fetched by tools/setup.sh.

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
SETUP := sh tools/setup.sh
VIEWER := wijkgenese3d/viewer
VIEWER_BUILT := $(VIEWER)/dist/.built

# Compiled kernels are kept beside the checkout and shared by all that runs from it.
export NUMBA_CACHE_DIR ?= $(CURDIR)/.cache/numba

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test check viewer format bench soak docs lock clean machine machine-for-tests

help: ## list what can be made
	@echo "make ..."
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 12

run: machine $(INSTALLED) $(VIEWER_BUILT) ## set everything up, build Hengstdal, open it at http://localhost:8080 (ARGS="--port 9000")
	@$(PYTHON_IN_VENV) app.py $(ARGS)

test: machine-for-tests check viewer ## set everything up, lint, check types and floors, run all tests (ARGS="-k core")
	$(PYTHON_IN_VENV) -m pytest -n 2 $(ARGS)

check: $(INSTALLED) ## ruff, mypy and the floors (import-linter)
	$(PYTHON_IN_VENV) -m ruff check
	$(PYTHON_IN_VENV) -m mypy
	$(VENV)/bin/lint-imports --no-logo

viewer: $(VIEWER_BUILT) ## build the browser part, check its types and run its tests
	@$(PYTHON_IN_VENV) hatch_build.py check

format: $(INSTALLED) ## put the code in its form (ruff)
	$(PYTHON_IN_VENV) -m ruff check --fix --exit-zero
	$(PYTHON_IN_VENV) -m ruff format

bench: machine $(INSTALLED) ## print a table of ratios for what has to be fast; nothing else running (ARGS="--quick --json FILE")
	$(PYTHON_IN_VENV) -m tests.bench $(ARGS)

soak: machine-for-tests $(INSTALLED) ## run what takes long: tests/soak
	$(PYTHON_IN_VENV) -m pytest tests/soak -s $(ARGS)

docs: $(INSTALLED) ## check that every link between the documents leads somewhere
	$(PYTHON_IN_VENV) -m pytest tests/test_house.py -k links $(ARGS)

# requirements.lock holds every package for every platform with its hashes, and no address. It is made again after a
# change of the dependencies in pyproject.toml; ARGS="--upgrade" takes the newest releases.
lock: $(VENV)/bin/uv ## make requirements.lock again from pyproject.toml (ARGS="--upgrade")
	$(VENV)/bin/uv pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 \
	  --fork-strategy fewest --no-build --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	  --output-file requirements.lock $(ARGS)
	@! grep -nE 'https?:|file:|@ ' requirements.lock || { echo "error: an address in requirements.lock"; exit 1; }

clean: ## throw away what can be made again: environment, caches, prepared models
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	rm -rf data/subsurface/.prepared $(VIEWER)/dist $(VIEWER)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------------------------------------------- set-up
$(INSTALLED): requirements.lock pyproject.toml
	@$(SETUP) python

# hatch_build.py looks at the contents and builds only when they changed.
$(VIEWER_BUILT): $(wildcard $(VIEWER)/*.json $(VIEWER)/vite.config.ts $(VIEWER)/src/*.* $(VIEWER)/src/*/*.*) hatch_build.py | $(INSTALLED)
	@$(PYTHON_IN_VENV) hatch_build.py
	@touch $@

$(VENV)/bin/uv: | $(INSTALLED)
	@$(PYTHON_IN_VENV) -m pip install --quiet --disable-pip-version-check uv

machine:
	@$(SETUP) system venv graphics

machine-for-tests:
	@$(SETUP) system venv graphics browser
