# A newcomer needs two of these: `make demo` and `make test`. Both install what they need into .venv first.

# Without .pyc files every start of boto3 costs a second, so a shell that forbids them is not obeyed here.
unexport PYTHONDONTWRITEBYTECODE

# One worker more than there are cores: many tests wait for processes that they started.
WORKERS = $(shell expr `getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1` + 1)
PYTEST = .venv/bin/python -m pytest

.PHONY: help demo quick unit stories test reliability mutants check lint format types imports security audit-deps lock docs new-kind setup clean

help:  ## list these targets (the default)
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: setup  ## the whole job in a sandbox: plan, apply, apply again, destroy-nat; no AWS account needed
	@./tools/demo

quick: setup  ## the tests nearest to what you have changed; under 40 seconds
	.venv/bin/python tools/quick.py $(ARGS)

unit: setup  ## the unit tests: pure, no process, no socket; 15 seconds
	$(PYTEST) tests/unit $(ARGS)

stories: setup  ## whole runs and commands on the strict world and in sandboxes
	$(PYTEST) -n $(WORKERS) --dist worksteal tests/stories $(ARGS)

test: setup  ## every test of each day; ARGS='-k nat' picks some
	$(PYTEST) -n $(WORKERS) --dist worksteal $(ARGS)

reliability: setup  ## real kills, races, long random runs; writes docs/reliability.md; a quarter of an hour
	.venv/bin/python tools/reliability.py

mutants: setup  ## small changes in the code, one at a time: does a test notice each? ARGS='reach' picks some
	.venv/bin/python tools/mutants.py $(ARGS)

check: lint types imports security  ## what CI asks besides the tests: ruff, mypy, the layers, bandit

lint: setup
	.venv/bin/ruff check
	.venv/bin/ruff format --check

types: setup
	.venv/bin/mypy

imports: setup
	.venv/bin/lint-imports --no-logo

security: setup
	@# Its findings are printed and end with 1; what it says besides is a line for each half of an answered one.
	.venv/bin/bandit -q -c pyproject.toml -r netsec tools 2>/dev/null

audit-deps: setup  ## what is known against the locked dependencies, where an advisory database is reachable
	@./tools/audit-deps

lock:  ## write uv.lock and the hashed export anew; ARGS=--upgrade takes the newest versions
	@./tools/lock $(ARGS)

format: setup  ## let ruff lay out the code and mend what it can
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

docs: setup  ## write the generated parts of README.md and docs/ anew, pictures included
	.venv/bin/python tools/reference.py
	.venv/bin/python tools/pictures.py
	.venv/bin/python tools/networks.py

new-kind: setup  ## the skeleton of a kind with its tests: NAME=carrier_gateway, and RESOURCE= where EC2's word is another
	.venv/bin/python tools/new_kind.py "$(NAME)" "$(RESOURCE)"

setup:  ## install into .venv what the lock names; does nothing until it changes
	@./tools/setup

clean:  ## remove what was installed, built or cached; state/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find netsec tests -name __pycache__ -prune -exec rm -rf {} +
