# Two commands for a newcomer: `make demo` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data/demo
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench drill setup clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    set up, fill a fictional company and serve it on loopback (PORT=8000 DATA=data/demo)"
	@echo "make test    the test-suite on SQLite and PostgreSQL, with a real browser"
	@echo "make lint    format, types, templates, content"
	@echo "make bench   CPU and SQL statements per page beside a bare Flask page"
	@echo "make drill   kills the server under sittings and under phones on a bad network, on both databases, and counts what is lost"

# The locked set, by hash, then the project itself.
$(VENV)/.installed: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "KAM Academy needs Python 3.11 or newer; try make PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python has no venv module here. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes constraints.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

setup: $(VENV)/.installed

demo: setup
	@$(BIN)/kamacademy demo --port $(PORT) --data "$(DATA)"

# A real browser is part of the tests. On a machine with apt-get it is installed; elsewhere it is asked for.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || { echo "The browser tests need Chromium. On Debian or Ubuntu: sudo apt-get install chromium"; exit 1; }
.PHONY: chromium

# Paper is set by Pango, which WeasyPrint asks of the system.
pango:
	@ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || { \
	  command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	  apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null; } \
	  || { echo "Printing needs Pango. On Debian or Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"; exit 1; }
.PHONY: pango

test: setup chromium pango
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --quiet --lint kamacademy
	@$(BIN)/kamacademy content check

bench: setup
	@$(BIN)/python -m bench.responses
	@$(BIN)/python -m bench.raters
	@$(BIN)/python -m bench.effects
	@$(BIN)/python -m bench.feeds
	@$(BIN)/python -m bench.papers
	@$(BIN)/python -m bench.pages

drill: setup
	@$(BIN)/python -m bench.drill

clean:
	rm -rf $(VENV) build dist
