"""docs/bi.md: its code runs, and its statements about the marts hold."""

import re
import subprocess
import sys

import pytest
from conftest import PROJECT, code_blocks, folder_of_a_reader

PAGE = (PROJECT / "docs" / "bi.md").read_text(encoding="utf-8")
NOT_INSTALLED = re.compile(r"^(?:from|import) (?:sqlalchemy|polars)\b", re.M)
RUN_HERE = [block for block in code_blocks(PAGE, "python") if not NOT_INSTALLED.search(block)]
QUERIES = code_blocks(PAGE, "sql")
JOINS = re.findall(r"^\| `(\w+\.\w+)` \|([^|]*)\|([^|]*)\|([^|]*)\|$", PAGE, re.M)
DIMENSIONS = ("core.dates", "date_day"), ("core.pages", "page_key"), ("core.users", "user_key")


def joins() -> list[tuple[str, str, str, str]]:
    """Fact, column, dimension and key, as in the page's table."""
    return [
        (fact, column, dimension, key)
        for fact, *cells in JOINS
        for cell, (dimension, key) in zip(cells, DIMENSIONS, strict=True)
        for column in re.findall(r"`(\w+)`", cell)
    ]


@pytest.mark.parametrize("block", RUN_HERE, ids=range(len(RUN_HERE)))
def test_python_examples_run(shipped, tmp_path, block):
    folder = folder_of_a_reader(shipped.published, tmp_path)
    command = [sys.executable, "-c", block]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout, done.stderr


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_sql_examples_return_rows(shipped, query):
    assert len(shipped.query(query)) > 0


def test_documented_joins_have_no_orphans(shipped):
    assert joins()
    for fact, column, dimension, key in joins():
        lost = shipped.query(
            f"select {column} from {fact} as facts where {column} is not null and not exists "
            f"(from {dimension} as dimensions where dimensions.{key} = facts.{column})"
        )
        assert lost.empty, f"{fact}.{column} has values that are missing in {dimension}"


def test_every_foreign_key_is_documented(shipped):
    keys = shipped.query(r"""
        select schema_name || '.' || table_name as mart, column_name
        from duckdb_columns()
        where
            schema_name <> 'core'
            and data_type <> 'BOOLEAN'
            and (
                column_name in ('date_day', 'page_key', 'user_key')
                or column_name ~ '\w+_(page|date)'
            )
    """)
    documented = {(fact, column) for fact, column, *_ in joins()}
    assert documented == set(keys.itertuples(index=False)), "docs/bi.md, Joining facts"


def test_the_documented_error_of_averaging_rates_is_correct(shipped):
    (query,) = [query for query in QUERIES if "average_of_rates" in query]
    documented = re.search(
        r"Of the requests to (\S+) ([\d.]+) ?% failed; .+ says ([\d.]+) ?%", PAGE
    )
    rates = shipped.query(query).set_index("service_name").loc[documented[1]]
    assert [f"{100 * rate:.2f}" for rate in rates] == [documented[2], documented[3]]


def test_sums_of_numerators_and_denominators_equal_the_headline_kpi(shipped):
    rates = shipped.query("""
        select
            kpi,
            bool_and(kpis_daily.denominator is not null) as has_parts,
            any_value(headline_kpis.value) as value,
            sum(kpis_daily.numerator) / sum(kpis_daily.denominator) as of_sums
        from executive.kpis_daily
        join executive.headline_kpis using (kpi)
        where unit = 'share' or kpis_daily.denominator is not null
        group by kpi
    """)
    assert len(rates) > 5 and rates["has_parts"].all()
    assert rates["of_sums"].to_list() == pytest.approx(rates["value"].to_list(), rel=1e-12)


def test_internal_links_have_targets():
    headings = re.findall(r"^#+ (.+)$", PAGE, re.M)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
