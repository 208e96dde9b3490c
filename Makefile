# Everything a person or a server needs is set up by the target that needs it; a second run is quick.
SHELL := /bin/sh
PYTHON := .venv/bin/python
PYTEST := .venv/bin/pytest
WORKERS ?= 2
PORT ?= 8000
MARKED ?= database and not once and not page and not further and not nightly

.DEFAULT_GOAL := help
.PHONY: help demo test test-in-turn test-apps test-whole test-postgres nightly quick check format bench anomaly mutants machine pictures wheel lock messages run-tools \
	dev-tools browser

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

demo: run-tools ## Set up and serve the fictional county (PORT=8000)
	.venv/bin/handoff demo --serve --port $(PORT)

test: dev-tools browser ## The whole suite, on SQLite and on PostgreSQL, side by side
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-in-turn test-whole

# One after the other, and the whole on what they leave: two lanes that end nearly together, PostgreSQL's on both cores.
test-in-turn:
	$(MAKE) --no-print-directory --jobs=1 --keep-going test-apps test-postgres

test-apps: dev-tools ## The apps' own tests on SQLite, and that they reach all of rules, policies and services
	mkdir -p var
	env -u HANDOFF_DATABASE_URL REACHED=var/reached.json $(PYTEST) -p tests.reach -q -m "not nightly" handoff $(ARGS)
	$(PYTHON) scripts/coverage_gate.py var/reached.json

test-whole: dev-tools browser ## The tests of the whole on SQLite: leak table, journeys, operations, architecture
	nice -n 10 env -u HANDOFF_DATABASE_URL $(PYTEST) -n $(WORKERS) -q -m "not nightly" tests $(ARGS)

test-postgres: dev-tools browser ## Tests that use a database, on PostgreSQL (MARKED=database: all of them)
	scripts/postgres run $(PYTEST) -n $(WORKERS) -q -m "$(MARKED)" $(ARGS)

nightly: export WHOLE_LEAK_TABLE = 1
nightly: export AXE_EVERY_TIME = 1
nightly: export PROPERTY_EXAMPLES = 200
nightly: dev-tools browser ## What a commit proves in small, in full: every test on both databases, every bug, long chance
	command -v nginx >/dev/null || scripts/apt_install nginx-light
	command -v soffice >/dev/null || scripts/apt_install libreoffice-calc-nogui
	env -u HANDOFF_DATABASE_URL $(PYTEST) -n $(WORKERS) -q
	scripts/postgres run $(PYTEST) -n $(WORKERS) -q -m database
	$(MAKE) --no-print-directory mutants machine

quick: dev-tools ## The tests without a browser, on SQLite
	env -u HANDOFF_DATABASE_URL $(PYTEST) -n $(WORKERS) -q -m "not slow and not nightly and not journey" $(ARGS)

check: dev-tools ## Everything that can be checked without running it
	scripts/check

format: dev-tools ## Write code and templates in the one style
	.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	.venv/bin/djlint --reformat --quiet handoff || true

bench: dev-tools ## Measure and write docs/reference/bench*.md (some minutes)
	scripts/bench

anomaly: dev-tools ## Kill the server while people write, fill the disk, and write docs/reference/reliability.md
	scripts/postgres durable sh -c '$(PYTHON) tests/bench/anomaly.py --db sqlite "$$HANDOFF_DATABASE_URL" $(ARGS)'

mutants: dev-tools ## Plant each bug in the gate, see the leak table find it, write docs/reference/mutants.md
	env -u HANDOFF_DATABASE_URL $(PYTEST) -q -s tests/matrix/run_mutants.py

machine: dev-tools ## Let chance happen to the gate for long (MACHINE_EXAMPLES=60 MACHINE_STEPS=30)
	env -u HANDOFF_DATABASE_URL MACHINE_EXAMPLES=$${MACHINE_EXAMPLES:-60} MACHINE_STEPS=$${MACHINE_STEPS:-30} \
		$(PYTEST) -q -s tests/matrix/test_access_machine.py

pictures: dev-tools browser ## Take the README's pictures again
	env -u HANDOFF_DATABASE_URL $(PYTEST) -q tests/journeys/run_pictures.py

wheel: dev-tools ## Build dist/handoff_diversion-*.whl, catalogs and static files inside
	$(PYTHON) -m pip wheel --quiet --no-build-isolation --no-deps --wheel-dir dist .

lock: ## Write requirements/*.txt anew from pyproject.toml
	scripts/lock

messages: dev-tools ## Read the sentences out of the code into the .po files
	scripts/setup_gettext
	$(PYTHON) scripts/messages.py extract
	$(PYTHON) scripts/messages.py compile

run-tools:
	@scripts/setup_python run
	@$(PYTHON) scripts/messages.py compile

dev-tools:
	@scripts/setup_python dev
	@$(PYTHON) scripts/messages.py compile

browser:
	@scripts/setup_chromium
