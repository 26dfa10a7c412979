r"""Write the semantic model in TMDL, Power BI's text format for models.

Its queries read one Parquet file per mart, `<folder>\<schema>\<table>.parquet`, as written by
`monitoring export --format parquet`, or the published DuckDB file through ODBC.
Syntax: https://learn.microsoft.com/analysis-services/tmdl/tmdl-overview
"""

import re
import uuid
from pathlib import Path

import jinja2

from python_steps.power_bi.star import CALENDAR, KPIS, Column, Measure, Star

# ids derive from names, so a new mart changes no other file
IDS = uuid.uuid5(uuid.NAMESPACE_URL, "ecommerce-monitoring-suite/power-bi")
TYPES = {  # DuckDB type: (type in the model, type in Power Query)
    "varchar": ("string", "type text"),
    "bigint": ("int64", "Int64.Type"),
    "integer": ("int64", "Int64.Type"),
    "double": ("double", "type number"),
    "boolean": ("boolean", "type logical"),
    "date": ("dateTime", "type date"),
    "timestamp": ("dateTime", "type datetime"),
}
FORMAT_BY_TYPE = {
    "bigint": "#,0",
    "integer": "0",
    "double": "#,0.00",
    "date": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:nn:ss",
}
FORMAT_BY_UNIT = {
    "count": "#,0",
    "share": "0.0%",
    "ms": '#,0 "ms"',
    "minutes": '#,0.0 "min"',
    "hours": '#,0.0 "h"',
    "currency": "#,0.00",
    "items": "0.0",
    "rating": "0.00",
}
# columns and metrics that are shares from 0 to 1; a burn rate is a multiple, not a share
SHARES = re.compile(r"(?!.*burn_rate).*_rate|error_budget_remaining")
# shares whose second decimal matters: 99.9% and 99.95% are different objectives
PRECISE_SHARES = re.compile(r"availability|sli|objective|slo_attainment_rate")
SORT_BY_COLUMN = {("dates", "day_name"): "day_of_week", ("funnel_daily", "step"): "step_number"}


def model_files(star: Star) -> dict[str, str]:
    """Return the files of the model's definition folder, as path to text."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # TMDL is not HTML
    )
    templates.filters |= {
        "quoted": _quoted,
        "id": stable_id,
        "one_line": _one_line,
        "model_type": lambda column: TYPES[column.type][0],
        "query_type": lambda column: TYPES[column.type][1],
        "column_format": _column_format,
        "measure_format": _measure_format,
    }

    def fill(name: str, **values) -> str:
        return templates.get_template(f"{name}.tmdl.j2").render(values)

    files = {
        "database.tmdl": "database\n\tcompatibilityLevel: 1600\n",
        "model.tmdl": fill("model", names=[*(table.name for table in star.tables), KPIS]),
        "expressions.tmdl": fill("expressions"),
        "relationships.tmdl": fill("relationships", relationships=star.relationships),
        f"tables/{KPIS}.tmdl": fill("kpis", kpis=KPIS, measures=star.measures),
    }
    for table in star.tables:
        files[f"tables/{table.name}.tmdl"] = fill(
            "table", table=table, calendar=CALENDAR, sort_by_column=SORT_BY_COLUMN
        )
    return files


def stable_id(name: str) -> str:
    """Return a UUID derived from a name: the same name gives the same id in every run."""
    return str(uuid.uuid5(IDS, name))


def _quoted(name: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    return "'" + name.replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _column_format(column: Column) -> str | None:
    if column.type == "double" and PRECISE_SHARES.fullmatch(column.name):
        return "0.00%"
    if column.type == "double" and SHARES.fullmatch(column.name):
        return "0.0%"
    return FORMAT_BY_TYPE.get(column.type)


def _measure_format(measure: Measure) -> str:
    return "0.00%" if PRECISE_SHARES.fullmatch(measure.metric) else FORMAT_BY_UNIT[measure.unit]
