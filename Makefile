# Daily work; a new machine starts with `python3 run.py`.
.PHONY: serve test full check format

serve:
	python3 run.py

test:
	python3 run.py test

full:
	python3 run.py test --full

check:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

format:
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .
