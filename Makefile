# What can be run; each target installs what it needs into .venv and .tunestack first (a second run reuses it).
PYTHON ?= python3
JOURNEY ?= phi3
DATA ?=
STACKS ?=
STACK ?=
CONFIRM ?=
RECIPE ?=
PROMPTS ?=

.PHONY: setup demo test check secure conformance preview up drift destroy evaluate clean

setup:
	@$(PYTHON) -m toolchain.setup

demo: setup
	@.venv/bin/python -m operations.demo --journey $(JOURNEY) $(if $(DATA),--data "$(DATA)")

test: setup
	@.venv/bin/pytest

check: setup
	@.venv/bin/python -m toolchain.check

secure: setup
	@.venv/bin/python -m toolchain.secure $(STACKS)

conformance: setup
	@.venv/bin/python -m toolchain.conformance $(STACKS)

preview up drift: setup
	@.venv/bin/python -m operations.pipeline $@ --stack "$(STACK)"

destroy: setup
	@.venv/bin/python -m operations.pipeline destroy --stack "$(STACK)" --confirm "$(CONFIRM)"

evaluate: setup
	@.venv/bin/tunestack evaluate "$(RECIPE)" --stack "$(STACK)" --again $(if $(PROMPTS),--prompts "$(PROMPTS)")

clean:
	-@test ! -x .venv/bin/tunestack || .venv/bin/tunestack local stop
	rm -rf .venv .tunestack build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
