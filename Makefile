# `make` lists what there is. Every target first sets up what it needs, once.

PYTHON ?= python3
NN ?= 01_convolution
VENV := .venv
BIN := $(VENV)/bin
# Newer than pyproject.toml and constraints.txt when the environment holds what they ask for.
READY := $(VENV)/.ready

# Two test files at a time; the folder with the longest, tests/assignments, comes first.
IN_PARALLEL := --numprocesses 2 --dist loadfile --no-loadscope-reorder

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup sandbox parts demo test test-all lint format build drift docs validate clean

help: ## list the targets
	@echo "Insights into Convnets. Usage: make <target>"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

setup: $(READY) sandbox ## make .venv with every pinned package, and the sandbox where this user may

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing: install it (Debian, Ubuntu: apt-get install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[grader,dev]'
	@touch $@

# Install system packages ($$missing) where this user may, and go on: else say so, with the lines that follow.
define install_missing
if [ -z "$$missing" ]; then exit 0; fi; \
install="apt-get install --yes --quiet $$missing"; \
if [ "$$(id -u)" != 0 ]; then \
  if sudo -n true 2>/dev/null; then sudo="sudo -n"; else sudo="not allowed"; fi; \
fi; \
if command -v apt-get >/dev/null && [ "$${sudo:-}" != "not allowed" ] && \
   { $${sudo:-} $$install || { $${sudo:-} apt-get update && $${sudo:-} $$install; }; }; then exit 0; fi
endef

# bubblewrap draws the sandbox's walls, libseccomp narrows its system calls. Without them all but grading works.
sandbox: $(READY)
	@missing=; \
	command -v bwrap >/dev/null || missing="bubblewrap"; \
	$(BIN)/python -c 'import pyseccomp' 2>/dev/null || missing="$$missing libseccomp2"; \
	$(install_missing); \
	echo "Grading needs a sandbox, and this is missing: $$missing. As an administrator, run:"; \
	echo "  apt-get install $$missing                  (Debian, Ubuntu)"; \
	echo "  dnf install bubblewrap libseccomp          (Fedora, RHEL)"; \
	echo "  pacman -S bubblewrap libseccomp            (Arch)"

# What only the tests need: a browser, and a database server. Those that use what is missing fail.
parts: $(READY)
	@missing=; \
	test -x /usr/bin/chromium || missing="chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	$(install_missing); \
	echo "Some tests need $$missing. As an administrator, run: apt-get install $$missing"

demo: setup ## grade a small class from end to end; NN=01_convolution chooses the assignment
	$(BIN)/python -m autograder.demo $(NN)

test: setup parts ## run the fast tests
	$(BIN)/python -m pytest -m "not slow" $(IN_PARALLEL)

test-all: setup parts ## run every test, the long sweeps too
	$(BIN)/python -m pytest $(IN_PARALLEL)

lint: $(READY) ## check style, formatting and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(READY) ## format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

build: $(READY) ## percent scripts → source notebooks → release → solutions
	$(BIN)/autograder build

drift: $(READY) ## fail where a built notebook is not what its script says
	$(BIN)/autograder build --check

docs: $(READY) ## build/site: tutorials, guides and pages of the library, to be read in a browser
	$(BIN)/python -m sphinx -b html -W --keep-going --quiet -c docs -d build/site-cache . build/site
	@echo "Open build/site/index.html"

validate: setup ## prove every assignment: solutions full, stubs 0, wrong caught, nothing leaks
	$(BIN)/autograder validate

clean: ## remove what the targets left behind, except .venv and grades
	rm -rf .autograder/trials demo .pytest_cache .mypy_cache .ruff_cache .hypothesis source/*/*.ipynb
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
