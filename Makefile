# Everything runs without questions. Needed beforehand: Python 3.11 or 3.12, Java 17 or later, make, git.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOME_DIR  := $(CURDIR)/.assent
LANDING   := $(HOME_DIR)/landing
LAKE      := $(HOME_DIR)/lake
MEMBERS   ?= 2000
NIGHTS    ?= 3
SEED      ?= 20261101
PYTHON    ?= python3
TESTS     ?= tests
WORKERS   ?= 2
IVY_SETTINGS ?=

# uv from the path, else one of our own in .uv; it never downloads a Python
UV := $(or $(shell uv --version >/dev/null 2>&1 && command -v uv),.uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
RUN := $(UV) run --frozen --no-sync

.PHONY: help setup java corpus test check model lock clean

help: ## say what there is
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: .venv/.ready ## install everything: dependencies from uv.lock, Delta's JARs from conf/jars.lock

corpus: .venv/.ready ## build a corpus from a simulated network, night by night (MEMBERS, NIGHTS, SEED)
	@rm -rf $(LANDING) $(LAKE)
	@$(RUN) assent simulate --out $(HOME_DIR) --members $(MEMBERS) --nights $(NIGHTS) --seed $(SEED)
	@through=$$(ls $(LANDING)/members | tail -n 1) && \
	  $(RUN) assent run --landing $(LANDING) --policy $(HOME_DIR)/policy.csv --lake $(LAKE) --through "$$through"
	@$(RUN) assent versions list --lake $(LAKE)
	@find $(LAKE)/reports -name '*.html' | sort | tail -n 1 | sed 's/^/report: /'

test: .venv/.ready ## run every test (TESTS to name some, WORKERS=0 for one process)
	@$(RUN) pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

check: .venv/.ready ## format, lint, types, imports, lock and generated docs
	@$(RUN) ruff format --check --quiet . || { echo "not formatted: ruff format ." >&2; exit 1; }
	@$(RUN) ruff check --quiet .
	@$(RUN) mypy
	@$(UV) lock --check --quiet || { echo "uv.lock does not fit pyproject.toml: make lock" >&2; exit 1; }
	@$(RUN) python docs/dictionary.py --check
	@$(RUN) python docs/quality.py --check || { echo "docs/quality.md does not fit docs/quality.json: python docs/quality.py" >&2; exit 1; }
	@$(RUN) pytest -q -m "not spark" tests/contract

model: .venv/.ready ## train the person models anew from ../shared/data (some four hours on two cores)
	@$(UV) run --frozen --group train python -m training tagger --data ../shared/data
	@$(UV) run --frozen --group train python -m training encoder --data ../shared/data
	@$(UV) run --frozen --group train python -m training tagger --data ../shared/data --taught

lock: $(UV) ## renew uv.lock and conf/jars.lock after a dependency was raised
	@$(UV) lock
	@$(UV) sync --frozen --quiet
	@$(RUN) python -m jobs.jars --lock $(if $(IVY_SETTINGS),--ivy-settings $(IVY_SETTINGS))

clean: ## remove what was built; set-up stays
	@rm -rf $(HOME_DIR) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis spark-warehouse metastore_db derby.log
	@find . -name __pycache__ -type d -not -path './.venv/*' -not -path './.uv/*' -prune -exec rm -rf {} +

.venv/.ready: pyproject.toml uv.lock conf/jars.lock | java $(UV)
	@$(UV) sync --frozen --quiet
	@$(RUN) python -m jobs.jars $(if $(IVY_SETTINGS),--ivy-settings $(IVY_SETTINGS))
	@$(RUN) python -m jobs.classes
	@touch $@

# The same Java that Spark will use: JAVA_HOME, else the path
java:
	@java="$${JAVA_HOME:+$$JAVA_HOME/bin/}java"; \
	found=$$("$$java" -version 2>&1 | sed -nE '1s/.*version "([0-9]+).*/\1/p' || true); \
	if [ "$${found:-0}" -lt 17 ]; then \
	  echo "Java 17 or later is needed (found: $${found:-none}). Debian: apt-get install openjdk-17-jre-headless" >&2; \
	  echo "Elsewhere: any OpenJDK 17 or 21; point JAVA_HOME at it." >&2; \
	  exit 2; \
	fi

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name it with PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -m venv .uv 2>/dev/null || { rm -rf .uv; \
	  echo "$(PYTHON) cannot make a virtual environment. Debian: apt-get install python3-venv" >&2; exit 2; }
	@.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'
