"""Translate the metrics of the semantic layer into DAX.

SQL's null becomes DAX's BLANK, except in comparisons, where BLANK equals FALSE and 0. Conditions
therefore use `==`, which tells them apart, and count rows as a sum of ones: 0 where rows exist but
none match, BLANK where there are no rows, as in SQL.
"""

from dataclasses import dataclass

import sqlglot
from sqlglot import expressions as sql


class UnsupportedSqlError(ValueError):
    """A metric uses SQL that has no DAX translation; the message quotes it."""

    def __init__(self, fragment: str) -> None:
        """Write the message.

        Args:
            fragment: The SQL without a translation.
        """
        super().__init__(
            f"Cannot translate {fragment} to DAX. Rewrite the metric in models/semantic, or extend "
            "python_steps/power_bi/dax.py."
        )


@dataclass(frozen=True)
class Aggregation:
    """What a measure of a semantic model aggregates over the rows of a table.

    Attributes:
        table: The mart's name.
        function: The aggregation as MetricFlow names it, such as `sum` or `percentile`.
        expression: A column, or an SQL expression over the columns of one row.
        percentile: From 0 to 1; only for `percentile`.
        is_row_key: Whether the expression is the key, so that counting it counts rows.
    """

    table: str
    function: str
    expression: str
    percentile: float | None = None
    is_row_key: bool = False


def table_reference(name: str) -> str:
    """Quote a table name for DAX."""
    return "'" + name.replace("'", "''") + "'"


def column_reference(table: str, column: str) -> str:
    """Return a fully qualified DAX column reference."""
    return f"{table_reference(table)}[{column.replace(']', ']]')}]"


def measure_reference(name: str) -> str:
    """Return a DAX measure reference."""
    return f"[{name.replace(']', ']]')}]"


def ratio(numerator: str, denominator: str) -> str:
    """Divide one measure by another: a ratio of sums at any grain, BLANK when dividing by zero."""
    return f"DIVIDE({measure_reference(numerator)}, {measure_reference(denominator)})"


def aggregate(aggregation: Aggregation) -> str:
    """Translate an aggregation over the rows of a table.

    Args:
        aggregation: The measure of a semantic model.

    Raises:
        UnsupportedSqlError: The function or the expression has no translation here.
    """
    table = table_reference(aggregation.table)
    parsed = _parse(aggregation.expression)
    is_condition = aggregation.function == "sum_boolean"
    value = None if is_condition else _value(parsed, aggregation.table)
    is_column = isinstance(parsed, sql.Column)
    match aggregation.function:
        case "sum_boolean":
            return f"SUMX({table}, IF({_condition(parsed, aggregation.table)}, 1, 0))"
        case "count" if aggregation.is_row_key:
            return f"COUNTROWS({table})"
        case "count" if is_column:
            return f"COUNTA({value})"
        case "sum":
            return f"SUM({value})" if is_column else f"SUMX({table}, {value})"
        case "median":
            return f"MEDIAN({value})" if is_column else f"MEDIANX({table}, {value})"
        case "percentile" if is_column:
            return f"PERCENTILE.INC({value}, {aggregation.percentile})"
    raise UnsupportedSqlError(f"{aggregation.function} of {aggregation.expression}")


def on_last_day(expression: str, table: str, day: str) -> str:
    """Evaluate a stock, such as a backlog, on the last day of the period."""
    return f"CALCULATE({expression}, LASTDATE({column_reference(table, day)}))"


def by_inactive_date(expression: str, column: tuple[str, str], day: tuple[str, str]) -> str:
    """Evaluate a measure by a date column whose relationship to the calendar is inactive."""
    relationship = f"{column_reference(*column)}, {column_reference(*day)}"
    return f"CALCULATE({expression}, USERELATIONSHIP({relationship}))"


def _parse(text: str) -> sql.Expression:
    return sqlglot.parse_one(text, dialect="duckdb")


def _value(node: sql.Expression, table: str) -> str:
    match node:
        case sql.Column():
            return column_reference(table, node.name)
        case sql.Literal() if not node.is_string:
            return node.name
        case sql.Paren():
            return f"({_value(node.this, table)})"
        case sql.Mul():
            return f"{_value(node.this, table)} * {_value(node.expression, table)}"
        case sql.Add():
            return f"{_value(node.this, table)} + {_value(node.expression, table)}"
        case sql.Div() if isinstance(node.expression, sql.Literal):
            return f"{_value(node.this, table)} / {_value(node.expression, table)}"
        case sql.Round() if node.args.get("decimals") is None:
            return f"ROUND({_value(node.this, table)}, 0)"
        case sql.Case() if len(node.args["ifs"]) == 1 and not (node.this or node.args["default"]):
            (branch,) = node.args["ifs"]
            return f"IF({_condition(branch.this, table)}, {_value(branch.args['true'], table)})"
    raise UnsupportedSqlError(node.sql(dialect="duckdb"))


def _condition(node: sql.Expression, table: str) -> str:
    match node:
        case sql.Column():
            return f"{column_reference(table, node.name)} == TRUE()"
        case sql.Not(this=sql.Column()):
            return f"{column_reference(table, node.this.name)} == FALSE()"
        case sql.Not(this=sql.Is(this=sql.Column(), expression=sql.Null()) as test):
            return f"NOT(ISBLANK({_value(test.this, table)}))"
        case sql.EQ() if isinstance(node.expression, sql.Literal):
            return f"{_value(node.this, table)} == {_constant(node.expression)}"
        case sql.GT() if isinstance(node.expression, sql.Literal):
            return f"{_value(node.this, table)} > {_constant(node.expression)}"
        case sql.In() if node.args.get("expressions"):
            listed = ", ".join(_constant(each) for each in node.args["expressions"])
            return f"{_value(node.this, table)} IN {{{listed}}}"
        case sql.And():
            return f"{_condition(node.this, table)} && {_condition(node.expression, table)}"
    raise UnsupportedSqlError(f"the condition {node.sql(dialect='duckdb')}")


def _constant(node: sql.Literal) -> str:
    return '"' + node.name.replace('"', '""') + '"' if node.is_string else node.name
