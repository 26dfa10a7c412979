"""Metrics of the semantic layer in DAX.

SQL's null is DAX's blank, but for comparisons: blank equals false and 0 there. So conditions
compare by `==`, which tells them apart, and count rows as a sum of ones, which is 0 where rows
exist and none fits, and blank where there is no row, as in SQL.
"""

from dataclasses import dataclass

import sqlglot
from sqlglot import expressions as sql


class NotInDaxError(ValueError):
    """SQL that this module has no DAX for; the text names it."""


@dataclass(frozen=True)
class Measured:
    """What a measure of a semantic model aggregates: a column or expression of a table's rows."""

    table: str
    aggregation: str
    expression: str
    percentile: float | None = None
    is_row_key: bool = False


def table_name(name: str) -> str:
    """A table as DAX quotes it."""
    return "'" + name.replace("'", "''") + "'"


def column_name(table: str, column: str) -> str:
    """A column as DAX names it, with its table."""
    return f"{table_name(table)}[{column.replace(']', ']]')}]"


def measure_name(name: str) -> str:
    """A measure as DAX names it."""
    return f"[{name.replace(']', ']]')}]"


def ratio(numerator: str, denominator: str) -> str:
    """A ratio of two measures: one of sums at any grain, and blank over nothing."""
    return f"DIVIDE({measure_name(numerator)}, {measure_name(denominator)})"


def aggregate(measured: Measured) -> str:
    """The DAX of an aggregation over the rows of a table.

    Args:
        measured: A measure of a semantic model.

    Raises:
        NotInDaxError: The aggregation, or its expression, is none of those known here.
    """
    table = table_name(measured.table)
    parsed = _parse(measured.expression)
    value = None if measured.aggregation == "sum_boolean" else _value(parsed, measured.table)
    is_column = isinstance(parsed, sql.Column)
    match measured.aggregation:
        case "sum_boolean":
            return f"SUMX({table}, IF({_condition(parsed, measured.table)}, 1, 0))"
        case "count" if measured.is_row_key:
            return f"COUNTROWS({table})"
        case "count" if is_column:
            return f"COUNTA({value})"
        case "sum":
            return f"SUM({value})" if is_column else f"SUMX({table}, {value})"
        case "median":
            return f"MEDIAN({value})" if is_column else f"MEDIANX({table}, {value})"
        case "percentile" if is_column:
            return f"PERCENTILE.INC({value}, {measured.percentile})"
    raise NotInDaxError(f"{measured.aggregation} of {measured.expression} has no DAX here")


def over_last_day(expression: str, table: str, day: str) -> str:
    """What stands at the end of a period, such as a backlog: that of its last day."""
    return f"CALCULATE({expression}, LASTDATE({column_name(table, day)}))"


def by_other_day(expression: str, column: tuple[str, str], day: tuple[str, str]) -> str:
    """What goes by another day of its rows than the one by which the star is joined."""
    return f"CALCULATE({expression}, USERELATIONSHIP({column_name(*column)}, {column_name(*day)}))"


def _parse(text: str) -> sql.Expression:
    return sqlglot.parse_one(text, dialect="duckdb")


def _value(node: sql.Expression, table: str) -> str:
    match node:
        case sql.Column():
            return column_name(table, node.name)
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
    raise NotInDaxError(f"{node.sql(dialect='duckdb')} has no DAX here")


def _condition(node: sql.Expression, table: str) -> str:
    match node:
        case sql.Column():
            return f"{column_name(table, node.name)} == TRUE()"
        case sql.Not(this=sql.Column()):
            return f"{column_name(table, node.this.name)} == FALSE()"
        case sql.Not(this=sql.Is(this=sql.Column(), expression=sql.Null()) as test):
            return f"NOT(ISBLANK({_value(test.this, table)}))"
        case sql.EQ() if isinstance(node.expression, sql.Literal):
            return f"{_value(node.this, table)} == {_constant(node.expression)}"
        case sql.In() if node.args.get("expressions"):
            listed = ", ".join(_constant(each) for each in node.args["expressions"])
            return f"{_value(node.this, table)} IN {{{listed}}}"
        case sql.And():
            return f"{_condition(node.this, table)} && {_condition(node.expression, table)}"
    raise NotInDaxError(f"{node.sql(dialect='duckdb')} is no condition that has DAX here")


def _constant(node: sql.Literal) -> str:
    return '"' + node.name.replace('"', '""') + '"' if node.is_string else node.name
