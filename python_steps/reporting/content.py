"""Text of the reports: KPI tiles, findings, comments, data quality, definitions."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.formatting import (
    UNKNOWN,
    format_change,
    format_compared,
    format_figure,
    format_money_range,
    format_period,
)

TITLE = "Shop monitoring"
ALL_AUDIENCES = "all departments"
FIRST_FINDINGS = 5
NO_FINDINGS = "No findings in this period."
NO_KPIS = "No KPIs in this period."
RANKING = "Ranked by estimated impact (lower bound), then by severity."
TIME_ZONES = "Times in tables are UTC; times in findings are in the reporting time zone."
FOOTNOTE = f"Money is gross: not every cart would have been bought. {TIME_ZONES}"
# other sources by the column confidence; with data problems, the column counts one source fewer
CORROBORATION = {
    False: {"low": "no", "medium": "one", "high": "two or more"},
    True: {"low": "at most one", "medium": "two", "high": "three or more"},
}
SINGULAR = ("no", "one", "at most one")


@dataclass(frozen=True)
class Reader:
    """An audience with its section, and the departments whose findings it acts on."""

    audience: str
    title: str
    departments: tuple[str, ...]
    gets_all_findings: bool = False
    findings_title: str = "Findings"  # beside the sections of other readers


READERS = (
    Reader(
        "managers",
        "Managers",
        ("commerce",),
        gets_all_findings=True,
        findings_title="Findings for shop management",
    ),
    Reader("ux", "UX", ("ux",)),
    Reader("it", "IT", ("reliability", "quality")),
    Reader("support", "Support", ("support",)),
)


@dataclass(frozen=True)
class Tile:
    """A KPI of the period as text; `previous` and `target` are empty when there is none."""

    name: str
    value: str
    change: str
    previous: str
    target: str
    status: str  # met, missed or empty
    definition: str


@dataclass(frozen=True)
class Finding:
    """A finding as text; `impact` is empty when it has none."""

    severity: str
    headline: str
    evidence: str
    owner: str
    action: str
    impact: str
    impact_high: float
    corroboration: str

    @property
    def remark(self) -> str:
        """Estimated impact and corroboration on one line."""
        impact = f"Estimated impact: {self.impact}. " if self.impact else ""
        return f"{impact}Corroborated by: {self.corroboration}."


def chosen_readers(audience: str | None) -> list[Reader]:
    """Return the reader of an audience, or all readers when it is None."""
    return [reader for reader in READERS if audience in (None, reader.audience)]


def tiles(data: ChartData, readers: list[Reader]) -> list[Tile]:
    """Return the KPI tiles of some readers, each KPI once."""
    return [_tile(row, data.currency) for row in _tile_rows(data, readers).itertuples()]


def first_findings(data: ChartData, readers: list[Reader]) -> list[Finding]:
    """Return the findings with the highest priority for some readers."""
    return _findings_for(data, readers)[:FIRST_FINDINGS]


def further_findings(data: ChartData, readers: list[Reader], reader: Reader) -> list[Finding]:
    """Return the findings of a section: a single reader's remaining ones, else its department's."""
    if len(readers) == 1:
        return _findings_for(data, readers)[FIRST_FINDINGS:]
    return _findings(data, reader.departments)


def findings_title(readers: list[Reader], reader: Reader) -> str:
    """Name the findings of a section: a single reader's first ones are on the first page."""
    return "More findings" if len(readers) == 1 else reader.findings_title


def corroborated_by(nature: str, confidence: str, *, has_data_problems: bool) -> str:
    """Say how many other sources show an event; a dash for an ongoing condition.

    Args:
        nature: event or standing, as in `executive.insights`.
        confidence: low, medium or high, as in `executive.insights`.
        has_data_problems: Whether one of the findings is about the data itself.
    """
    if nature != "event":
        return UNKNOWN
    count = CORROBORATION[has_data_problems][confidence]
    return f"{count} other {'source' if count in SINGULAR else 'sources'}"


def comments(data: ChartData) -> list[dict]:
    """Return time, rating, text and issues of the latest negative comments."""
    rows = data.rows["comments"]
    return _records(rows.assign(issues=rows["issues"].str.replace(",", ", ")))


def audit(data: ChartData) -> list[dict]:
    """Return status, rows read, rows rejected, first and last event of each input."""
    return _records(data.rows["load_audit"])


def definitions(data: ChartData, readers: list[Reader]) -> list[dict]:
    """Return department, name, unit and definition of the KPIs of some readers."""
    departments = {name for reader in readers for name in reader.departments}
    rows, shown = data.rows["definitions"], _tile_rows(data, readers)["kpi"]
    return _records(rows[rows["department"].isin(departments) | rows["kpi"].isin(shown)])


def period(data: ChartData) -> str:
    """Format the period of a document."""
    days = data.period
    return format_period(days.first_day, days.last_day) if days.first_day else "no data"


def comparison(data: ChartData) -> str:
    """Name the period that changes refer to; empty when the data does not go back that far."""
    if data.rows["kpi_tiles"]["previous_value"].isna().all():
        return ""
    days = data.period.previous
    return f"compared with {format_period(days.first_day, days.last_day)}"


def _tile_rows(data: ChartData, readers: list[Reader]) -> pd.DataFrame:
    rows = data.rows["kpi_tiles"]
    audiences = [reader.audience for reader in readers]
    return rows[rows["audience"].isin(audiences)].drop_duplicates("kpi")


def _findings_for(data: ChartData, readers: list[Reader]) -> list[Finding]:
    if any(reader.gets_all_findings for reader in readers):
        return _findings(data, None)
    return _findings(data, [name for reader in readers for name in reader.departments])


def _findings(data: ChartData, departments: Iterable[str] | None) -> list[Finding]:
    rows = data.rows["insights"]
    if departments is not None:
        rows = rows[rows["department"].isin(departments)]
    return [_finding(row) for row in rows.itertuples()]


def _tile(row, currency: str) -> Tile:
    def form(value: float) -> str:
        return format_figure(value, row.unit, currency=currency)

    change, previous = "no earlier period to compare with", ""
    if pd.notna(row.previous_value):
        change = format_change(row.value, row.previous_value, row.unit, currency=currency)
        previous = f"from {form(row.previous_value)}"
        if change != "no change":
            # the arrow is the direction of the figure: fewer errors are down and better
            arrow = "▲" if row.value > row.previous_value else "▼"
            change = f"{arrow} {'up' if change == UNKNOWN else change}"
            if row.is_insignificant:
                change += ", no significant change"
            elif pd.notna(row.is_better):
                change += ", better" if row.is_better else ", worse"
    value, target, status = form(row.value), "", ""
    if pd.notna(row.target):
        target = f"target {form(row.target)}"
        if pd.notna(row.is_target_met):
            goal, status = form(row.target), "met"
            if not row.is_target_met:
                status = "missed"
                value, goal = format_compared(row.value, row.target, row.unit, currency=currency)
            bound = "at least" if row.is_higher_better else "at most"
            target = f"target {bound} {goal}: {status}"
    return Tile(
        name=row.kpi_name,
        value=value,
        change=change,
        previous=previous,
        target=target,
        status=status,
        definition=row.definition,
    )


def _finding(row) -> Finding:
    has_impact = pd.notna(row.impact_high) and row.impact_high > 0
    impact = ""
    if has_impact:
        impact = format_money_range(row.impact_low, row.impact_high, row.currency)
    return Finding(
        severity=row.severity,
        headline=row.headline,
        evidence=row.evidence,
        owner=row.owner,
        action=row.recommended_action,
        impact=impact,
        impact_high=row.impact_high if has_impact else 0,
        corroboration=corroborated_by(
            row.nature, row.confidence, has_data_problems=row.has_data_problems
        ),
    )


def _records(rows: pd.DataFrame) -> list[dict]:
    return rows.astype(object).where(rows.notna(), None).to_dict("records")
