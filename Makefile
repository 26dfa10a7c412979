# Every target in one or two lines; `make` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VENV_SPARK := .venv-spark
VENV_LAKE := .venv-lake
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help install build test spark test-spark test-lake torture report pictures powerbi lint docs lineage simulate lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

$(VENV)/installed: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV_SPARK)/installed: requirements-spark.txt
$(VENV_LAKE)/installed: requirements-lake.txt
# a path below the environment's own leads dbt to the plugin
$(VENV_SPARK)/installed $(VENV_LAKE)/installed:
	@java -version 2>&1 | grep -Eq 'version "(17|21)[.]' || \
		{ echo "Apache Spark needs Java 17 or 21: java -version says '$$(java -version 2>&1 | head -n 1)'" >&2; exit 1; }
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check -r $<
	@echo ../../../../python_steps/spark/plugin > "$$($(@D)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/monitoring.pth"
	@touch $@

install: $(VENV)/installed ## make .venv with the pinned packages

build: install ## seeds or raw_dir -> marts -> warehouse/monitoring.duckdb
	$(BIN)/dbt build $(if $(RAW_DIR),--vars '{raw_dir: "$(RAW_DIR)"}')

lint: $(VENV)/installed-dev ## ruff, sqlfluff and dbt-score
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --processes 2 models tests/singular
	$(BIN)/dbt-score lint --run-dbt-parse

test: lint ## everything: lint, pytest, and dbt's data and unit tests on a scratch warehouse
	@if command -v java >/dev/null; then $(MAKE) spark; else echo "Without Java, models are not tested on Spark" >&2; fi
	$(BIN)/pytest

spark: $(VENV_SPARK)/installed ## make .venv-spark, for dbt build --target spark: needs Java 17 or 21

test-spark: $(VENV)/installed-dev $(VENV_SPARK)/installed ## the marts of Spark against those of DuckDB, in full
	$(BIN)/pytest tests/spark --full -n 0

test-lake: $(VENV)/installed-dev $(VENV_LAKE)/installed ## the same on Spark 3.5 and on Iceberg: fetches 800 MB
	$(BIN)/pytest tests/spark --full -n 0 -k 'lake or iceberg'

torture: $(VENV)/installed-dev ## what happens when things go wrong, in full: hours (docs/reliability.md)
	$(BIN)/pytest tests/resilience --full -n 0 -s --quiet

report: install ## charts, page and PDFs of the published file: reports/
	$(BIN)/python -m python_steps plot
	$(BIN)/python -m python_steps report

PICTURES := kpis_daily funnel page_speed cart_value
pictures: build ## the pictures of the README anew, from the shipped seeds
	$(BIN)/python -m python_steps plot --period all
	mkdir -p docs/images && cp $(PICTURES:%=reports/charts/%.png) docs/images/

powerbi: install ## the Power BI project anew, from marts and metrics: powerbi/
	$(BIN)/dbt --quiet parse && $(BIN)/python -m python_steps power_bi

docs: install ## the documentation, one page: target/static_index.html
	$(BIN)/dbt docs generate --static

lineage: docs $(VENV)/installed-dev ## what each column is made of, one page: target/lineage/index.html
	DBT_COLIBRI_NO_VERSION_CHECK=1 $(BIN)/colibri generate --disable-telemetry --output-dir target/lineage

simulate: install ## regenerate the shipped seeds
	$(BIN)/python -m python_steps simulate --days 42 --sessions-per-day 200 --seed 7 --out seeds/raw --ground-truth tests/fixtures/injected_incidents.csv --force

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --custom-compile-command "make lock"
lock: $(VENV)/installed-dev ## resolve pyproject.toml into the requirements files
	$(LOCK) --extra dev pyproject.toml -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt pyproject.toml -o requirements.txt
	$(LOCK) -c requirements.txt --extra spark pyproject.toml -o requirements-spark.txt
	$(LOCK) -c requirements.txt --extra lake pyproject.toml -o requirements-lake.txt

clean: ## remove what builds leave, but for the published file
	rm -rf target logs reports .pytest_cache .ruff_cache
