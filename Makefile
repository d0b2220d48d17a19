# Two commands on a fresh machine: `make demo` and `make test`. Both make the environment themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export JAX_PLATFORMS ?= cpu

.PHONY: demo test lint bench conformance frontends docs gallery wheel-test browser clean
.DEFAULT_GOAL := demo

# sources of the C extensions: the package is built again after an edit
EXTENSIONS := hatch_build.py $(shell find ivy interceptors -name '*.[ch]' -o -name '*.inc')

# torch by pip and by version first: it takes the CPU build; the rest then finds it installed
$(VENV)/.installed: pyproject.toml constraints.txt $(EXTENSIONS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[all,dev]'
	touch $@

demo: $(VENV)/.installed
	$(BIN)/python examples/demo.py

test: $(VENV)/.installed
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

# writes the figures that the README's tables are made of
bench: $(VENV)/.installed
	$(BIN)/python benchmarks/overhead.py --json benchmarks/results.json
	$(BIN)/python benchmarks/calls.py --named --json benchmarks/calls.json
	$(BIN)/python benchmarks/dispatch.py --json benchmarks/dispatch.json
	$(BIN)/python benchmarks/cold_start.py --json benchmarks/cold_start.json
	$(BIN)/python benchmarks/startup.py --json benchmarks/startup.json
	$(BIN)/python benchmarks/numpy_calls.py --json benchmarks/numpy_calls.json
	$(BIN)/python benchmarks/generate.py --json benchmarks/generate.json
	$(BIN)/python benchmarks/graphs.py --json benchmarks/graphs.json
	$(BIN)/python examples/demo.py --results examples/demo_results.json
	$(BIN)/python docs/build.py

# PyTorch's databases of operators, modules and optimizers, in whole, on every target
conformance: $(VENV)/.installed
	$(BIN)/python tests/conformance/run.py
	$(BIN)/python docs/build.py

# every frontend function against the source's own, on every backend; then `make docs`
frontends: $(VENV)/.installed
	$(BIN)/python tests/frontends/names.py
	$(BIN)/python tests/frontends/run.py --jobs 2

# the pages that are made from code and results, and the site: build/site/index.html
docs: $(VENV)/.installed
	$(BIN)/python docs/build.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

# runs the examples and shows what they print
gallery: $(VENV)/.installed
	$(BIN)/python docs/record_examples.py
	$(BIN)/python docs/build.py

# what users install: the wheel, in a folder of its own, under tests that lie outside the repository
WHEEL := build/wheel-test
wheel-test: $(VENV)/.installed
	rm -rf $(WHEEL)
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir $(WHEEL) .
	$(BIN)/pip install --quiet --no-deps --no-index --target $(WHEEL)/installed $(WHEEL)/*.whl
	$(BIN)/python tests/wheel.py $(WHEEL)/installed

# a browser for the tests of pages, which skip without one
browser:
	which chromium || (apt-get update -qq && apt-get install -y -q --no-install-recommends chromium)

clean:
	rm -rf $(VENV) build
