# evalkit: `make` alone lists what can be done. Each verb sets up what it needs, once.
SHELL := /bin/bash
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# What a person writes after `make` is text: neither make nor the shell ever runs it.
override GRANTEE := $(value GRANTEE)
override PARAMS := $(value PARAMS)
override RENDERER := $(if $(value RENDERER),$(value RENDERER),auto)
export GRANTEE PARAMS RENDERER
# The programs of .venv first; nothing shared with a Python that happens to be active.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
unexport PYTHONHOME PYTHONPATH

EVALKIT := .venv/bin/evalkit
READY := .venv/.set-up
SET_UP_PARTS := .ci/set_up.py .ci/installer.lock .ci/build.lock pyproject.toml .venv/bin/python
# Quarto is tried once per version of its lock; not where the person says that another engine is wanted.
ifeq ($(filter skip,$(EVALKIT_QUARTO))$(filter embedded,$(RENDERER)),)
QUARTO := $(READY)/quarto
endif
WORKERS ?= 2
TESTS ?=

.PHONY: help report indicators check list doctor test lint format examples simulate schemas lock quarto editor clean

help: ## Show this list
	@echo "evalkit: from a grantee's files to an evaluation report"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18
	@echo
	@echo "Grantees:"
	@for study in data/raw/*/grantee.yml; do [ ! -e "$$study" ] || echo "  $$(basename "$$(dirname "$$study")")"; done
	@echo
	@echo "A first report:     make report GRANTEE=beat-the-blues"
	@echo "Another grantee:    docs/add-a-grantee.md"

report: $(READY)/run $(QUARTO) ## Build the report of GRANTEE=name [RENDERER=auto|quarto|embedded] [PARAMS="name=value ..."]; without GRANTEE, anew what is out of date
	@set -f; parameters=(); for pair in $$PARAMS; do parameters+=("--parameter=$$pair"); done; \
	$(EVALKIT) report "--renderer=$$RENDERER" $${parameters[@]+"$${parameters[@]}"} -- "$$GRANTEE"

indicators: $(READY)/run $(QUARTO) ## Build the page of city-wide indicators from data/raw/_programme [RENDERER=...] [PARAMS=...]
	@set -f; parameters=(); for pair in $$PARAMS; do parameters+=("--parameter=$$pair"); done; \
	$(EVALKIT) indicators "--renderer=$$RENDERER" $${parameters[@]+"$${parameters[@]}"}

check: $(READY)/run ## Say what is wrong with the files of GRANTEE=name, and build nothing
	@[ -n "$$GRANTEE" ] || { $(EVALKIT) list; echo 'say which: make check GRANTEE=<name>' >&2; exit 2; }; \
	$(EVALKIT) check -- "$$GRANTEE"

list: $(READY)/run ## List the grantees and how to add one
	@$(EVALKIT) list

doctor: $(READY)/run $(QUARTO) ## Say what is installed, which engine is used, what is missing
	@$(EVALKIT) doctor

test: $(READY)/test $(QUARTO) ## Run the tests, doctests included, with coverage; TESTS="path -k word" for a part
	@.venv/bin/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile --cov --cov-report=term $(TESTS)

lint: $(READY)/test ## Check style, types and the direction of imports
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: $(READY)/test ## Put the code into its fixed format
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

examples: $(READY)/run ## Make the synthetic data of growing-minds, harbour-ot and _programme anew, byte for byte
	@$(EVALKIT) example growing-minds
	@$(EVALKIT) example harbour-ot
	@$(EVALKIT) example _programme

simulate: $(READY)/test ## Try intervals and claims on made-up data; writes docs/validation.md in some minutes
	@cd tests && OPENBLAS_NUM_THREADS=1 ../.venv/bin/python -m simulation

schemas: $(READY)/run ## Write the JSON Schemas and the data dictionary anew from the code
	@$(EVALKIT) schema --write

quarto: $(READY)/run ## Try again to install Quarto
	@.ci/set-up quarto-again
	@echo "quarto: $$(cut -d ' ' -f 2- $(READY)/quarto)"

editor: $(READY)/notebook ## Install Jupyter into .venv and open the report's notebook
	@.venv/bin/jupyter lab notebooks

# Pins stay as they are unless UPGRADE=1; no index is named in a lock.
COMPILE = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --python-version 3.11 $(if $(UPGRADE),--upgrade)
lock: $(READY)/test ## Work out the locks and environment.yml anew; UPGRADE=1 takes the newest versions
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) pyproject.toml --extra test --constraint requirements.lock --output-file requirements-test.lock
	@$(COMPILE) pyproject.toml --extra notebook --constraint requirements-test.lock --output-file requirements-notebook.lock
	@echo 'quarto-cli>=1.9,<1.10' | $(COMPILE) --no-deps --output-file requirements-quarto.lock -
	@echo uv | $(COMPILE) --output-file .ci/installer.lock -
	@printf '%s\n' hatchling editables setuptools | $(COMPILE) --constraint requirements-test.lock --output-file .ci/build.lock -
	@.venv/bin/python .ci/make_environment.py

clean: ## Remove built reports and processed data; data/raw is never touched
	@find reports data/processed -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf -- {} +

# Set-up: timestamps decide in no time, then set_up.py compares contents before it does anything.
$(READY)/run: requirements.lock $(SET_UP_PARTS)
$(READY)/test: requirements-test.lock $(SET_UP_PARTS)
$(READY)/notebook: requirements-notebook.lock $(SET_UP_PARTS)
$(READY)/run $(READY)/test $(READY)/notebook:
	@.ci/set-up $(@F)

$(READY)/quarto: requirements-quarto.lock .ci/set_up_quarto.py | $(READY)/run
	@.ci/set-up quarto

# Where this is missing, every stamp counts as old, and set_up.py makes it anew.
.venv/bin/python: ;
