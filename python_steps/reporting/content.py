"""What the documents say, in words: tiles, findings, comments, data quality, definitions."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from python_steps.reporting import words
from python_steps.reporting.chart_data import ChartData

TITLE = "Shop monitoring"
FIRST_FINDINGS = 5
FOOTNOTE = (
    "Money is gross: not every cart would have been bought. Times in tables are UTC, those in "
    "sentences the shop's own."
)


@dataclass(frozen=True)
class Reader:
    """Who a section is for, and whose findings they act on; managers hear of all others, too."""

    audience: str
    title: str
    departments: tuple[str, ...]
    hears_of_all: bool = False


READERS = (
    Reader("managers", "Managers", ("commerce",), hears_of_all=True),
    Reader("ux", "UX", ("ux",)),
    Reader("it", "IT", ("reliability", "quality")),
    Reader("support", "Support", ("support",)),
)


@dataclass(frozen=True)
class Tile:
    """A KPI of the period: its figure, how it moved, what to think of it, its target."""

    name: str
    value: str
    change: str
    verdict: str
    target: str
    definition: str

    @property
    def remark(self) -> str:
        """Verdict and target in one line."""
        return "; ".join(text for text in (self.verdict, self.target) if text)


@dataclass(frozen=True)
class Finding:
    """An insight, finished to be read."""

    severity: str
    headline: str
    evidence: str
    owner: str
    action: str
    at_stake: str
    most_at_stake: float
    confidence: str

    @property
    def remark(self) -> str:
        """Money at stake and confidence in one line."""
        price = f"At stake: {self.at_stake}. " if self.at_stake else ""
        return f"{price}Confidence: {self.confidence}."


def chosen_readers(audience: str | None) -> list[Reader]:
    """Find the reader of a name; all of them when it is None."""
    return [reader for reader in READERS if audience in (None, reader.audience)]


def tiles(data: ChartData, readers: list[Reader]) -> list[Tile]:
    """Say the KPIs of some readers, each once."""
    return [_tile(row, data.currency) for row in _tile_rows(data, readers).itertuples()]


def first_findings(data: ChartData, readers: list[Reader]) -> list[Finding]:
    """Say what some readers should see first."""
    return _findings_heard_of(data, readers)[:FIRST_FINDINGS]


def further_findings(data: ChartData, readers: list[Reader], reader: Reader) -> list[Finding]:
    """Say the findings of a section: what one reader alone has not seen yet, or else its own."""
    if len(readers) == 1:
        return _findings_heard_of(data, readers)[FIRST_FINDINGS:]
    return _findings(data, reader.departments)


def comments(data: ChartData) -> list[dict]:
    """Give time, rating, text and issues of the latest comments of those who are not content."""
    rows = data.rows["comments"]
    return _records(rows.assign(issues=rows["issues"].str.replace(",", ", ")))


def audit(data: ChartData) -> list[dict]:
    """Give of each input its status, its rows, those not usable, its first and last moment."""
    return _records(data.rows["load_audit"])


def definitions(data: ChartData, readers: list[Reader]) -> list[dict]:
    """Give department, name, unit and definition of the KPIs of some readers."""
    departments = {name for reader in readers for name in reader.departments}
    rows, shown = data.rows["definitions"], _tile_rows(data, readers)["kpi"]
    return _records(rows[rows["department"].isin(departments) | rows["kpi"].isin(shown)])


def period_in_words(data: ChartData) -> str:
    """Say from which day to which the documents speak."""
    when = data.period
    return words.days(when.first_day, when.last_day) if when.first_day else "no data"


def _tile_rows(data: ChartData, readers: list[Reader]) -> pd.DataFrame:
    rows = data.rows["kpi_tiles"]
    audiences = [reader.audience for reader in readers]
    return rows[rows["audience"].isin(audiences)].drop_duplicates("kpi")


def _findings_heard_of(data: ChartData, readers: list[Reader]) -> list[Finding]:
    if any(reader.hears_of_all for reader in readers):
        return _findings(data, None)
    return _findings(data, [name for reader in readers for name in reader.departments])


def _findings(data: ChartData, departments: Iterable[str] | None) -> list[Finding]:
    rows = data.rows["insights"]
    if departments is not None:
        rows = rows[rows["department"].isin(departments)]
    return [_finding(row) for row in rows.itertuples()]


def _tile(row, currency: str) -> Tile:
    before = words.figure(row.value_before, row.unit, currency)
    target = words.figure(row.target, row.unit, currency)
    if pd.isna(row.value_before):
        change = "too few days before to compare"
    elif pd.isna(row.change):
        change = f"before: {before}"
    else:
        change = f"{words.change(row.change, row.unit)} from {before}"
    verdict = ""
    if row.is_within_chance:
        verdict = "within chance"
    elif pd.notna(row.is_better):
        verdict = "better" if row.is_better else "worse"
    return Tile(
        name=row.kpi_name,
        value=words.figure(row.value, row.unit, currency),
        change=change,
        verdict=verdict,
        target="" if pd.isna(row.target) else f"target {target}",
        definition=row.definition,
    )


def _finding(row) -> Finding:
    has_price = pd.notna(row.impact_high) and row.impact_high > 0
    return Finding(
        severity=row.severity,
        headline=row.headline,
        evidence=row.evidence,
        owner=row.owner,
        action=row.recommended_action,
        at_stake=words.money_range(row.impact_low, row.impact_high, row.currency)
        if has_price
        else "",
        most_at_stake=row.impact_high if has_price else 0,
        confidence=row.confidence,
    )


def _records(rows: pd.DataFrame) -> list[dict]:
    return rows.astype(object).where(rows.notna(), None).to_dict("records")
