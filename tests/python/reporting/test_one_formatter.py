"""Findings and console (SQL) print figures as charts and reports (Python) do."""

import random

import duckdb
import pandas as pd
import pytest
from conftest import Place
from contract import KPIS

from python_steps.reporting.formatting import format_compared, format_figure

# edges of the bands, of rounding, and of float noise
EDGES = [
    0, 1, -1, 0.5, 0.00004, 0.0004, 0.003, 0.0345, 0.07, 0.09949, 0.0996, 0.09996, 0.099999, 0.1,
    0.989, 0.98996, 0.99, 0.9947, 0.9949, 0.995, 0.99949, 0.99951, 0.99995, 0.999949, 0.999951,
    0.9999999, 1.0000001, 1.003, 1.2, 2.06, 3.9, 3.95, 4, 9.94, 9.96, 10, 12.7, 52.4, 99.94, 99.96,
    100, 340, 999.4, 999.6, 999.994, 999.996, 999.999, 1000, 1003, 3400, 12_345, 59_940, 59_960,
    59_999, 60_000, 61_500, 150_000, 3_599_999, 3_600_000, 5_400_000, 24_056.49, 24_056.5, 1e6,
    0.3 - 0.2 - 0.1, 1 / 3, 2 / 3,
]  # fmt: skip
GIVEN = """
select
    value,
    other,
    unit,
    short,
    {{ compared_text('short', 'other_short', 'precise', 'other_precise') }} as compared,
    {{ compared_text('other_short', 'short', 'other_precise', 'precise') }} as other_compared
from (
    select
        *,
        {{ figure_text('value', 'unit') }} as short,
        {{ figure_text('other', 'unit') }} as other_short,
        {{ precise_text('value', 'other', 'unit') }} as precise,
        {{ precise_text('other', 'value', 'unit') }} as other_precise
    from given
)
"""


def values_of(unit: str) -> list[float]:
    """Return edges, and random values of every magnitude."""
    generator = random.Random(1)
    values = EDGES + [generator.random() for _ in range(400)]
    values += [generator.lognormvariate(5, 4) for _ in range(400)]
    if unit == "share":
        return [-0.05, *(value for value in values if value < 1e6)]
    return [value for value in values if value >= 0]


@pytest.fixture(scope="module")
def query(tmp_path_factory) -> str:
    """Compile the SQL formatter."""
    place = Place(tmp_path_factory.mktemp("formatter"))
    run = place.dbt("--quiet", "compile", "--inline", GIVEN)
    assert run.code == 0, run.text
    return run.text[run.text.index("select") :]


def test_sql_and_python_print_the_same_figures(query):
    units = sorted(set(KPIS["unit"]))
    random.seed(2)
    cases = [
        # many are close to what they are compared with
        (value, value * random.choice([1, 1 + 10 ** random.uniform(-9, -1), random.random()]), unit)
        for unit in units
        for value in values_of(unit)
    ]
    with duckdb.connect() as connection:
        given = pd.DataFrame(cases, columns=["value", "other", "unit"])
        given = given.astype({"value": float, "other": float})
        connection.register("given", given)
        printed = connection.execute(query).fetchall()
    assert len(printed) == len(cases) > 5000
    different = [
        f"{value!r} {unit}: '{text}' in SQL, '{format_figure(value, unit)}' in Python"
        for value, _, unit, text, *_ in printed
        if text != format_figure(value, unit)
    ]
    different += [
        f"{value!r} and {other!r} {unit}: {pair} in SQL"
        for value, other, unit, _, *pair in printed
        if tuple(pair) != format_compared(value, other, unit)
    ]
    assert different == []
