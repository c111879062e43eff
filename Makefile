# make demo: set up everything and make the example's videos.   make test: all checks.
.PHONY: demo test setup system lint clean
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# The newest Python of 3.11 or later that is here; PYTHON=... chooses another.
PYTHON ?= $(firstword $(foreach p,python3.13 python3.12 python3.11 python3,$(shell \
	$(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $(p))))

demo: setup
	@$(BIN)/merchant-studio demo

test: setup lint $(VENV)/.installed-tested
	@$(BIN)/merchant-studio models pull whisper-base qwen2.5-coder-1.5b qwen2.5-coder-0.5b \
	  kokoro-82m-int8 kokoro-voices
	@$(BIN)/python -m pytest

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml | system
	@echo "setting up $(VENV) with $(PYTHON) (a few minutes the first time)"
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: https://www.python.org"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,voice]'
	@touch $@

# What only tests need of the extras: torch (transformers models) and Ray (clusters) are large.
$(VENV)/.installed-tested: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,voice,hf,cluster]'
	@touch $@

# The two libraries that skia-python links to, espeak-ng, which knows how words sound, Chromium and
# curl for the tests of the page, and Python's
# venv, where Debian leaves them out.
system:
	@if command -v apt-get >/dev/null; then \
	  missing=""; \
	  ldconfig -p | grep -q libEGL.so.1 || missing="$$missing libegl1"; \
	  ldconfig -p | grep -q libGL.so.1 || missing="$$missing libgl1"; \
	  command -v espeak-ng >/dev/null || missing="$$missing espeak-ng"; \
	  command -v chromium >/dev/null || missing="$$missing chromium"; \
	  command -v curl >/dev/null || missing="$$missing curl"; \
	  test -n "$(PYTHON)" || missing="$$missing python3"; \
	  $(or $(PYTHON),python3) -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	  if [ -n "$$missing" ]; then \
	    if [ "$$(id -u)" = 0 ]; then \
	      echo "installing$$missing"; \
	      apt-get update -qq && apt-get install -y -qq $$missing >/dev/null; \
	    else \
	      echo "these Debian packages are missing; run: sudo apt-get install$$missing"; exit 1; \
	    fi; \
	  fi; \
	fi

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
