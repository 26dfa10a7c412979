r"""The semantic model as TMDL, the text that Power BI keeps a model in.

Its queries read one Parquet file a mart, `<folder>\<schema>\<table>.parquet`, as the step export
writes them, or the published DuckDB file by ODBC.
Syntax: https://learn.microsoft.com/analysis-services/tmdl/tmdl-overview
"""

import re
import uuid
from pathlib import Path

import jinja2

from python_steps.power_bi.star import DATES, KPIS, Column, Star

# one namespace for all ids: the same names give the same ids, and a new mart changes no other file
IDS = uuid.uuid5(uuid.NAMESPACE_URL, "ecommerce-monitoring-suite/power-bi")
TYPES = {  # DuckDB's type: that of the model, and that of a query
    "varchar": ("string", "type text"),
    "bigint": ("int64", "Int64.Type"),
    "integer": ("int64", "Int64.Type"),
    "double": ("double", "type number"),
    "boolean": ("boolean", "type logical"),
    "date": ("dateTime", "type date"),
    "timestamp": ("dateTime", "type datetime"),
}
FORMATS_OF_TYPES = {
    "bigint": "#,0",
    "integer": "0",
    "double": "#,0.00",
    "date": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:nn:ss",
}
FORMATS_OF_UNITS = {
    "count": "#,0",
    "share": "0.0%",
    "ms": '#,0 "ms"',
    "minutes": '#,0.0 "min"',
    "hours": '#,0.0 "h"',
    "currency": "#,0.00",
    "items": "0.0",
    "rating": "0.00",
}
# columns from 0 to 1, by their names; a burn rate is a multiple
SHARES = re.compile(r"(?!.*burn_rate).*_rate|availability|sli|objective|error_budget_remaining")
SORTED_BY = {("dates", "day_name"): "day_of_week", ("funnel_daily", "step"): "step_number"}


def model_files(star: Star) -> dict[str, str]:
    """The files of the folder definition, by their paths in it."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # TMDL is no HTML
    )
    templates.filters |= {
        "quoted": _quoted,
        "id": identity,
        "one_line": _one_line,
        "model_type": lambda column: TYPES[column.type][0],
        "query_type": lambda column: TYPES[column.type][1],
        "format_of_column": _format,
    }

    def fill(name: str, **values) -> str:
        return templates.get_template(f"{name}.tmdl.j2").render(values)

    files = {
        "database.tmdl": "database\n\tcompatibilityLevel: 1600\n",
        "model.tmdl": fill("model", names=[*(table.name for table in star.tables), KPIS]),
        "expressions.tmdl": fill("expressions"),
        "relationships.tmdl": fill("relationships", relationships=star.relationships),
        f"tables/{KPIS}.tmdl": fill(
            "kpis", kpis=KPIS, measures=star.measures, formats=FORMATS_OF_UNITS
        ),
    }
    for table in star.tables:
        files[f"tables/{table.name}.tmdl"] = fill(
            "table", table=table, calendar=DATES, sorted_by=SORTED_BY
        )
    return files


def identity(name: str) -> str:
    """The id of a thing, by its name: the same in every project written."""
    return str(uuid.uuid5(IDS, name))


def _quoted(name: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    return "'" + name.replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _format(column: Column) -> str | None:
    if column.type == "double" and SHARES.fullmatch(column.name):
        return "0.0%"
    return FORMATS_OF_TYPES.get(column.type)
