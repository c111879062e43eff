# make demo: set up everything and make the example's videos.   make test: whether this copy works.
# make test-all: every test; one part of them: make test-all TESTS="-m thorough tests/test_batch.py"
.PHONY: demo test test-all ready-to-test setup lint clean
.NOTPARALLEL:
# The tests start some hundred Pythons: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# PYTHON=... chooses the Python of .venv; else it is the one that .venv has, else the newest here.
NEWEST := $(firstword $(foreach p,python3.13 python3.12 python3.11 python3,$(shell \
	$(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $(p))))
INSTALL = $(or $(PYTHON),$(NEWEST),python3) install.py $(if $(PYTHON),--python "$(PYTHON)")

demo:
	@$(INSTALL) demo
	@$(BIN)/merchant-studio demo

# Three files at a time keep two cores busy: one of them often waits for a server or a browser. They
# are handed out in the order of tests/conftest.py: those with models and browsers first.
WORKERS := 3
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test: ready-to-test
	@echo "The tests: about 10 minutes on two cores that have nothing else to do."
	@$(PYTEST) -m "not thorough"

test-all: ready-to-test
	@echo "All tests: about 50 minutes on two cores that have nothing else to do."
	@$(PYTEST) $(TESTS)

ready-to-test:
	@$(INSTALL) tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/merchant-studio models pull whisper-base qwen2.5-coder-1.5b qwen2.5-coder-0.5b \
	  kokoro-82m-int8 kokoro-voices

setup:
	@$(INSTALL) dev

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
