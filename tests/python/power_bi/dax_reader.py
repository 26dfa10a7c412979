"""Evaluate the DAX of the Power BI project with pandas.

Written from the DAX reference, to compare measures with the marts where Power BI cannot run. BLANK
is null; unsupported DAX fails.
"""

from dataclasses import dataclass, replace

import pandas as pd
from pbi_parsers import dax
from pbi_parsers.dax import exprs


@dataclass(frozen=True)
class Model:
    """Tables, measure formulas and the relationships to the calendar.

    Attributes:
        tables: Rows by table name.
        measures: DAX by measure name.
        days_of: The column of each table with the active relationship to the calendar.
        days: The days in the filter context; None means no filter.
    """

    tables: dict[str, pd.DataFrame]
    measures: dict[str, str]
    days_of: dict[str, str]
    days: frozenset | None = None

    def figure(self, measure: str) -> float | None:
        """The value of a measure in the filter context; None for BLANK."""
        return self._figure(dax.to_ast(self.measures[measure]))

    def on(self, day) -> "Model":
        return replace(self, days=frozenset([day]))

    def _rows(self, table: str) -> pd.DataFrame:
        rows = self.tables[table]
        if self.days is None or table not in self.days_of:
            return rows
        return rows[rows[self.days_of[table]].isin(self.days)]

    def _figure(self, node) -> float | None:
        if isinstance(node, exprs.MeasureExpression):
            return self.figure(_unquoted(node.name))
        assert isinstance(node, exprs.FunctionExpression), node
        name, (first, *others) = node.function_name(), node.args
        match name:
            case "DIVIDE":
                above, below = self._figure(first), self._figure(others[0])
                return above / below if above is not None and below else None
            case "CALCULATE":
                model = self
                for modifier in others:
                    model = model._modified(modifier)
                return model._figure(first)
            case "COUNTROWS":
                return len(self._rows(_unquoted(first.name))) or None
            case "SUM" | "MEDIAN" | "COUNTA" | "PERCENTILE.INC":
                table = _unquoted(first.table)
                values = _cells(first, self._rows(table))
            case "SUMX" | "MEDIANX":
                values = _cells(others[0], self._rows(_unquoted(first.name)))
        values = values.dropna()
        if values.empty:
            return None
        match name:
            case "SUM" | "SUMX":
                return float(values.sum())
            case "COUNTA":
                return len(values)
            case "MEDIAN" | "MEDIANX":
                return float(values.astype(float).quantile(0.5))
            case "PERCENTILE.INC":
                return float(values.astype(float).quantile(float(others[0].value.text)))
        raise AssertionError(name)

    def _modified(self, node) -> "Model":
        match node.function_name():
            case "LASTDATE":
                (day,) = node.args
                days = self.tables[_unquoted(day.table)][_unquoted(day.column)]
                return replace(self, days=frozenset([max(self.days or days)]))
            case "USERELATIONSHIP":
                column, _ = node.args
                joined = {_unquoted(column.table): _unquoted(column.column)}
                return replace(self, days_of=self.days_of | joined)
        raise AssertionError(node)


def _unquoted(token) -> str:
    return token.text.strip("'[]\"")


def _cells(node, rows: pd.DataFrame) -> pd.Series:
    """Evaluate an expression for each row."""
    match node:
        case exprs.ColumnExpression():
            return rows[_unquoted(node.column)]
        case exprs.LiteralNumberExpression():
            return pd.Series(float(node.value.text), rows.index)
        case exprs.DivMulExpression():
            left, right = _cells(node.left, rows), _cells(node.right, rows)
            return left * right if node.operator.text == "*" else left / right
        case exprs.AddSubExpression() if node.operator.text == "+":
            left, right = _cells(node.left, rows), _cells(node.right, rows)
            return left.add(right, fill_value=0)  # BLANK adds as zero
        case exprs.FunctionExpression() if node.function_name() == "ROUND":
            return _cells(node.args[0], rows).round(int(node.args[1].value.text))
        case exprs.FunctionExpression() if node.function_name() == "IF":
            condition, *branches = node.args
            holds = _holds(condition, rows)
            otherwise = _cells(branches[1], rows) if len(branches) > 1 else None
            return _cells(branches[0], rows).where(holds, otherwise)
    raise AssertionError(node)


def _holds(node, rows: pd.DataFrame) -> pd.Series:
    """Evaluate a condition for each row."""
    match node:
        case exprs.LogicalExpression() if node.operator.text == "&&":
            return _holds(node.left, rows) & _holds(node.right, rows)
        case exprs.ComparisonExpression() if node.operator.text == "==":
            constant = _constant(node.right)
            return _cells(node.left, rows).map(lambda cell: cell is not None and cell == constant)
        case exprs.ComparisonExpression() if node.operator.text == ">":
            # BLANK counts as 0, and is not above a number from 0
            return _cells(node.left, rows) > float(_constant(node.right))
        case exprs.InExpression():
            constants = [_constant(each) for each in node.array.elements]
            return _cells(node.value, rows).isin(constants)
        case exprs.FunctionExpression() if node.function_name() == "NOT":
            return ~_holds(node.args[0], rows)
        case exprs.FunctionExpression() if node.function_name() == "ISBLANK":
            return _cells(node.args[0], rows).isna()
        case exprs.ParenthesesExpression():
            return _holds(node.inner_statement, rows)
    raise AssertionError(node)


def _constant(node):
    if isinstance(node, exprs.FunctionExpression):
        return {"TRUE": True, "FALSE": False}[node.function_name()]
    return _unquoted(node.value)
