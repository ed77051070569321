# The commands people use; each is explained by `make help`. What they do stands in site/dev/.

.PHONY: help run test test-full check bench demo-reset
.DEFAULT_GOAL := help

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: ## start the site with demo data on http://localhost:8000 (PORT=8001, TODAY=2026-11-21)
	@exec python3 site/dev/run.py

test: ## run every check and test, with throw-away services
	@exec python3 site/dev/suite.py

test-full: ## run the long tests as well, one figure a line
	@exec python3 site/dev/suite.py --full

check: ## format, lint, types, templates, imports, migrations, translations
	@exec python3 site/dev/check.py

bench: ## measure; BENCH=name for one
	@exec python3 site/dev/bench.py

demo-reset: ## throw the demo's data away and load it again
	@exec python3 site/dev/run.py --reset
