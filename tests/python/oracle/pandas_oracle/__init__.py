"""An independent implementation of the headline KPIs in plain pandas.

The build computes its figures in SQL. This package computes the same figures from the input files
and the written definitions alone, and shares no code with the project: where the two disagree, one
of them misreads a definition. It reads one CSV file per input, sequences that are separated by >,
and pages that pages.csv lists. It keeps copies of events, bots and isolated dates: the files
that it is compared on have none of these.

    contract     what a build can be configured with, and the columns of each input
    parsing      one value at a time: numbers, timestamps, users, pages
    rows         reading and validating rows
    versions     rows with one key
    figures      the shape of a KPI
    amounts      amounts in the shop's currency
    orders       what orders mean
    recovery     which carts a later purchase recovered
    ux, commerce, reliability, support     the KPIs of a department
"""

from pathlib import Path
from typing import Any

import pandas as pd

from .commerce import commerce_kpis
from .contract import TABLES, Variables
from .figures import figure, find_page_keys
from .reliability import reliability_kpis
from .rows import Shop, latest_event, open_shop, read_accepted, read_rows
from .support import support_kpis
from .ux import ux_kpis

__all__ = [
    "TABLES",
    "Shop",
    "Variables",
    "find_page_keys",
    "headline_kpis",
    "latest_event",
    "open_shop",
    "read_accepted",
    "read_rows",
]


def headline_kpis(folder: Path, **variables: Any) -> pd.DataFrame:
    """Compute every headline KPI from the CSV files of a folder.

    Args:
        folder: Holds any of the inputs as `<table>.csv`.
        **variables: The fields of `Variables`.

    Returns:
        One row per KPI: kpi, value, answer, numerator, denominator; None where there is no figure.

    Raises:
        TypeError: A variable is unknown.
        ValueError: A file lacks a required column, or as_of is not a timestamp.
    """
    shop = open_shop(folder, Variables(**variables))
    rows = [
        *ux_kpis(shop),
        *commerce_kpis(shop),
        *reliability_kpis(shop),
        *support_kpis(shop),
    ]
    known = [figure(row["kpi"], None) if row["kpi"] in shop.unavailable else row for row in rows]
    return pd.DataFrame(known, dtype=object)
