# make demo: set everything up, load the example front page and serve it.
# make test: set everything up and run the checks, and all tests that need no browser and are not long.
# make test-long: the others: in a browser, over every page and address, with killed servers, copied and moved homes, and more on PostgreSQL;
# and how much of the rooms on which every number rests the tests run. The build runs both.

# The newest Python from 3.11 on that really runs (a version manager may leave names that do not).
PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
POSTGRESQL ?= postgresql://postgres@127.0.0.1:5432/test
THERE_IS_POSTGRESQL = $(BIN)/python -c "import psycopg; psycopg.connect('$(POSTGRESQL)', connect_timeout=2)" 2>/dev/null
ON_POSTGRESQL := tests/record tests/columns tests/counting/test_figure_editions.py tests/agreement/test_databases.py
ON_POSTGRESQL_TOO := tests/intake tests/agreement/test_export_and_import.py tests/agreement/test_reading.py tests/agreement/test_names_to_codes.py \
  tests/columns/test_processes.py tests/columns/test_projection.py tests/bulletin/test_hidden.py tests/desk/browsing tests/desk/documents
QUICK := not long and not browser
# A file of tests at a time to each process, in the order of tests/conftest.py. One process more than there are cores: browsers and commands are waited for.
PYTEST = $(BIN)/pytest -n $(shell $(BIN)/python -c "import os; print(os.cpu_count() + 1)") --dist loadfile --no-loadscope-reorder
# The rooms on which every number rests: so much of the lines of each is run by their own tests.
COVERED := record counting text
FLOOR := 90

# Commands that tests run read compiled modules, also where the environment says that none are to be written.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-long prepared check lock clean

demo: .venv/base
	$(BIN)/dalil demo

test: prepared
	@if $(THERE_IS_POSTGRESQL); then \
	  echo "Storage on PostgreSQL:"; DALIL_DATABASE_URL="$(POSTGRESQL)" $(PYTEST) -m "$(QUICK)" $(ON_POSTGRESQL); \
	else echo "No PostgreSQL at $(POSTGRESQL): its tests are left out"; fi
	@echo "On SQLite:"
	$(PYTEST) -m "$(QUICK)"

test-long: prepared
	@if $(THERE_IS_POSTGRESQL); then \
	  echo "More on PostgreSQL:"; DALIL_DATABASE_URL="$(POSTGRESQL)" $(PYTEST) $(ON_POSTGRESQL_TOO); \
	else echo "No PostgreSQL at $(POSTGRESQL): its tests are left out"; fi
	@echo "What takes long, on SQLite:"
	$(PYTEST) -m "not ($(QUICK))"
	@echo "How much of the rooms on which every number rests is run by their own tests (measuring makes these half as slow again):"
	$(PYTEST) -m "not browser" $(addprefix tests/,$(COVERED)) $(foreach room,$(COVERED),--cov=dalil.$(room)) --cov-report=
	@for room in $(COVERED); do echo "Of the lines of $$room, the tests run so many in a hundred:"; \
	  $(BIN)/coverage report --include="src/dalil/$$room/*" --format=total --fail-under=$(FLOOR) || exit 1; done

prepared: .venv/dev
	@echo "Checks; and beside them the databases that the tests copy:"
	@$(MAKE) --no-print-directory check & checks=$$!; \
	  $(BIN)/pytest tests/test_prepared.py & sqlite=$$!; \
	  ! $(THERE_IS_POSTGRESQL) || DALIL_DATABASE_URL="$(POSTGRESQL)" $(BIN)/pytest tests/test_prepared.py || exit 1; \
	  wait $$sqlite && wait $$checks

check: .venv/dev
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --extra dev -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements/base.txt -c requirements/dev.txt

clean:
	rm -rf .venv

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Dalil needs Python 3.11 or newer; none was found. Say which: make demo PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/base: requirements/base.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/dev: requirements/dev.txt .venv/base
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@
