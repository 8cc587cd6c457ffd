.PHONY: run demo-reset test soak bench clicks lint matrix drawings messages

run: ## the demonstration, with web, worker and clock, until Ctrl-C
	@tools/ensure-python.sh requirements.lock
	@tools/ensure-native.sh
	@exec tools/run.sh

demo-reset: ## start the story afresh at the next run
	@rm -rf "$${DATA_DIR:-data}"
	@echo "the data folder is empty; make run tells the story again"

test: ## the whole check
	@tools/ensure-python.sh requirements-dev.lock
	@tools/ensure-native.sh test
	@tools/test.sh

soak: ## the long runs: 50,000 mutated requests, the races again and again, the processes killed, mutants
	@tools/ensure-python.sh requirements-dev.lock
	@tools/ensure-native.sh test
	@tools/soak.sh

bench: ## speed and memory as in production, on small and on ten times the data; written to docs/performance.md
	@tools/ensure-python.sh requirements-dev.lock
	@tools/ensure-native.sh test
	@.venv/bin/python -m bench.run --write

clicks: ## count clicks, fields and pages of the most frequent tasks in a real browser
	@tools/ensure-python.sh requirements-dev.lock
	@tools/ensure-native.sh test
	@.venv/bin/pytest -p no:cacheprovider -q -s tests/journeys/test_clicks.py

lint: ## the quick part of the check
	@.venv/bin/ruff check . && .venv/bin/ruff format --check -q . && .venv/bin/mypy && .venv/bin/lint-imports --no-cache

matrix: ## print the matrix of rights as it is now, for review
	@tools/ensure-python.sh requirements-dev.lock
	@PRINT_MATRIX=1 .venv/bin/pytest tests/permissions/test_matrix.py -k for_everybody

messages: ## collect every marked string into the English catalogue
	@PATH="$$PWD/.venv/bin:$$PATH" DATA_DIR=$${DATA_DIR:-data} tools/messages.sh write

drawings: ## draw the workflows and print the matrix into docs/
	@DATA_DIR=$${DATA_DIR:-data} .venv/bin/python manage.py draw_docs
