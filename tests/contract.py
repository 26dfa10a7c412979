"""What the project states about itself: inputs, KPIs and models. Tests count nothing by hand."""

from functools import cache
from pathlib import Path

import jinja2
import pandas as pd
import yaml

PROJECT = Path(__file__).parents[1]
SEEDS = PROJECT / "seeds"
INPUTS = sorted(file.stem for file in (SEEDS / "raw").glob("*.yml"))
KPIS = pd.read_csv(SEEDS / "reference" / "kpis.csv", keep_default_na=False)


class _ReturnError(Exception):
    """Ends a macro, as dbt's return() does."""


@cache
def input_contracts() -> dict[str, dict]:
    """Read the key (None for events) and the columns with times of each input.

    Returns:
        {input: {"key": column, "times": {column of the base model: column of the file}}}, the time
        of the event first, as `macros/sources/input_contract.sql` states it.
    """

    def end(value):
        raise _ReturnError(value)

    file = PROJECT / "macros" / "sources" / "input_contract.sql"
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    template = environment.from_string(file.read_text(encoding="utf-8"), {"return": end})
    try:
        template.module.input_contracts()
    except _ReturnError as returned:
        return returned.args[0]
    raise AssertionError(f"{file}: input_contracts() returns nothing")


def input_columns(table: str) -> dict[str, bool]:
    """Read the columns of an input, and whether each is required."""
    twin = yaml.safe_load((SEEDS / "raw" / f"{table}.yml").read_text(encoding="utf-8"))
    (seed,) = twin["seeds"]
    return {
        column["name"]: column.get("config", {}).get("meta", {}).get("required", False)
        for column in seed["columns"]
    }


def required_columns(table: str) -> set[str]:
    """Read the required columns of an input."""
    return {name for name, is_required in input_columns(table).items() if is_required}


def kpis_of(table: str) -> set[str]:
    """Read the KPIs that are computed from an input."""
    return set(KPIS.loc[KPIS["input_table"] == table, "kpi"])
