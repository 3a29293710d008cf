# Each target first makes sure that what it needs is installed; .ci/setup says what that is.
PORT ?= 8000
PLAINSPINE := .venv/bin/plainspine
# The tests start dozens of processes: compiled once, each of them is ready sooner.
unexport PYTHONDONTWRITEBYTECODE

# uv keeps the versions already locked. UPGRADE=1 takes the newest instead.
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	$(if $(UPGRADE),--upgrade)

.PHONY: help serve test check export bench faults lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\): ## /make \1	/p' Makefile

serve: ## serve the guide on this machine, on PORT=8000
	@.ci/setup serve
	@exec $(PLAINSPINE) serve --port $(PORT)

test: ## run all tests; ARGS="-k word" picks some
	@.ci/setup test
	.venv/bin/python -m pytest $(ARGS)

check: ## lint, types, content, translations and reading level
	@.ci/setup check
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	$(PLAINSPINE) check
	$(PLAINSPINE) translations check
	$(PLAINSPINE) reading

export: ## write the guide as plain files to build/site
	@.ci/setup serve
	$(PLAINSPINE) export build/site

bench: ## measure speed beside others; PART="steps phone build serving" picks some
	@.ci/setup test
	$(PLAINSPINE) export build/site
	.venv/bin/python tests/bench.py $(PART)

faults: ## disturb phones in every way we know; WORDS="update reset" picks some cases
	@.ci/setup test
	.venv/bin/python tests/faults.py $(WORDS)

lock: ## work out the requirements files anew; UPGRADE=1 takes the newest versions
	@.ci/setup check
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-test.in --output-file requirements-test.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove everything made here, .venv too
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
