# All commands of the project; `make` lists them.
PYTHON ?= python3
COMMA := ,
VENV := .venv
BIN := $(VENV)/bin
VENV_SPARK := .venv-spark
VENV_LAKE := .venv-lake
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help install build check test spark test-spark test-lake resilience report pictures powerbi lint docs docs-pages lineage simulate lock clean

help: ## list all targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
		{ echo "Python 3.11 to 3.13 is needed, but $(PYTHON) is $$($(PYTHON) --version). Name another one: make PYTHON=python3.13" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV_SPARK)/installed: requirements-spark.txt
$(VENV_LAKE)/installed: requirements-lake.txt
# the .pth file puts the dbt plugin on the path of this environment
$(VENV_SPARK)/installed $(VENV_LAKE)/installed:
	@java -version 2>&1 | grep -Eq 'version "(17|21)[.]' || \
		{ echo "Apache Spark needs Java 17 or 21: java -version says '$$(java -version 2>&1 | head -n 1)'" >&2; exit 1; }
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check -r $<
	@echo ../../../../python_steps/spark/plugin > "$$($(@D)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/monitoring.pth"
	@touch $@

install: $(VENV)/installed ## create .venv with the pinned packages and the command monitoring

build: install ## build the marts and publish them: warehouse/monitoring.duckdb (RAW_DIR=folder for your exports, VARS='name: value, ...')
	$(BIN)/dbt build $(if $(RAW_DIR)$(VARS),--vars '{$(if $(RAW_DIR),raw_dir: "$(RAW_DIR)"$(if $(VARS),$(COMMA) ))$(VARS)}')

lint: $(VENV)/installed-dev ## run ruff, sqlfluff and dbt-score
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --processes 2 models tests/singular
	$(BIN)/dbt-score lint --run-dbt-parse

CHANGED = git diff --name-only --diff-filter=d HEAD -- 'models/*.sql' 'tests/singular/*.sql'
check: $(VENV)/installed-dev ## lint what you changed, and run the tests that need no build
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@files=$$($(CHANGED)); if [ -n "$$files" ]; then $(BIN)/sqlfluff lint $$files; fi
	$(BIN)/dbt-score lint --run-dbt-parse
	$(BIN)/pytest --no-builds --quiet -r N

test: lint ## run everything: lint, pytest, dbt's data and unit tests on a scratch warehouse
	@if command -v java >/dev/null; then $(MAKE) spark; else echo "Java is not installed: the Spark tests are skipped" >&2; fi
	$(BIN)/pytest --durations 30

spark: $(VENV_SPARK)/installed ## create .venv-spark for dbt build --target spark; needs Java 17 or 21

test-spark: $(VENV)/installed-dev $(VENV_SPARK)/installed ## compare the marts of Spark with those of DuckDB, in full
	$(BIN)/pytest tests/spark --full -n 0

test-lake: $(VENV)/installed-dev $(VENV_LAKE)/installed ## the same on Spark 3.5 and Iceberg; downloads 800 MB
	$(BIN)/pytest tests/spark --full -n 0 -k 'lake or iceberg'

resilience: $(VENV)/installed-dev ## run the resilience suites in full; takes hours (docs/resilience.md)
	$(BIN)/pytest tests/resilience --full -n 0 -s --quiet

report: install ## write charts, HTML page and PDFs: reports/
	$(BIN)/monitoring plot
	$(BIN)/monitoring report

PICTURES := kpis_daily funnel page_speed cart_value
pictures: docs-pages ## redraw the pictures of the README from the shipped seeds
	$(BIN)/monitoring plot --period all
	mkdir -p docs/images && cp $(PICTURES:%=reports/charts/%.png) docs/images/

powerbi: install ## regenerate the Power BI project: powerbi/
	$(BIN)/dbt --quiet parse && $(BIN)/monitoring power-bi

docs: install ## write the dbt documentation as one page: target/static_index.html
	$(BIN)/dbt docs generate --static

docs-pages: build ## regenerate docs/functions.md and python.md, the tables in docs/, and the lineage picture
	$(BIN)/python -m python_steps.documentation

lineage: docs $(VENV)/installed-dev ## write the column-level lineage as one page: target/lineage/index.html
	DBT_COLIBRI_NO_VERSION_CHECK=1 $(BIN)/colibri generate --disable-telemetry --output-dir target/lineage

simulate: install ## regenerate the shipped seeds
	$(BIN)/monitoring simulate --days 42 --sessions-per-day 200 --seed 7 --out seeds/raw --ground-truth tests/fixtures/injected_incidents.csv --force

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --custom-compile-command "make lock"
lock: $(VENV)/installed-dev ## resolve pyproject.toml into the requirements files
	$(LOCK) --extra dev pyproject.toml -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt pyproject.toml -o requirements.txt
	$(LOCK) -c requirements.txt --extra spark pyproject.toml -o requirements-spark.txt
	$(LOCK) -c requirements.txt --extra lake pyproject.toml -o requirements-lake.txt

clean: ## remove build artifacts, but keep the published file
	rm -rf target logs reports .pytest_cache .ruff_cache
