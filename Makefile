# make run   opens the studio (without a display: posestudio demo, under a virtual one)
# make test  linter, formatter, type checker and tests
# make bundle  builds dist/posestudio, a folder that runs without Python (some minutes, 4 GB of disk)
# make blender packs the add-on into dist/posestudio_lift-VERSION.zip, which Blender 4.2 and later install
# The first two set up what is missing first: system libraries (Debian, Ubuntu) and the virtual environment.

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EXTRAS := $(VENV)/.extras

.PHONY: run test check bundle blender clean

run: $(READY)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  exec $(BIN)/posestudio; \
	else \
	  echo "No display here: running 'posestudio demo --out demo' under a virtual one."; \
	  exec xvfb-run -a -s "-screen 0 1280x1024x24" $(BIN)/posestudio demo --out demo; \
	fi

# A process that ends in a test, as by the limit of time of pyproject.toml, is not replaced: the test would run again.
test: check
	$(BIN)/python -m pytest -q --numprocesses 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

check: $(EXTRAS)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The environment follows the lock: the stamp is older than it whenever the pins change.
$(READY): requirements.lock pyproject.toml tools/setup
	@tools/setup $(VENV)
	@touch $@

# Ray, USD, rerun and Parquet, a gigabyte that the tests of the extras need and the studio does not.
$(EXTRAS): requirements-extras.lock $(READY)
	@tools/setup $(VENV) requirements-extras.lock
	@touch $@

bundle:
	@packaging/bundle/build

# It needs no package: any Python from 3.11 packs it.
blender:
	@python3 blender/make_extension.py dist

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
