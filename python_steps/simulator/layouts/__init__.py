"""Simulated inputs as the exports of other tools.

Each layout is one export that models/exports reads, under the same name. It writes one file, named
and formatted as the tool does, from the rows of one input. What a layout cannot carry, such as a
row with a broken value, is left out; docs/inputs.md lists it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from python_steps.simulator.layouts import carts, feedback, orders, servers, tickets, web


@dataclass(frozen=True)
class Layout:
    """How an export of another tool is written.

    Attributes:
        table: The input that it holds.
        write: Writes its file or files into a folder, from rows of the input with typed columns
            (times in UTC without a time zone, null where a value is broken), in order of time.
    """

    table: str
    write: Callable[[pd.DataFrame, Path], None]


LAYOUTS = {
    name: Layout(table, write)
    for table, writers in (
        ("api_logs", servers.API_LOGS),
        ("cart_abandonment", carts.CART_ABANDONMENT),
        ("clickstream", web.CLICKSTREAM),
        ("orders", orders.ORDERS),
        ("page_load_times", web.PAGE_LOAD_TIMES),
        ("support_tickets", tickets.SUPPORT_TICKETS),
        ("user_feedback", feedback.USER_FEEDBACK),
    )
    for name, write in writers.items()
}


def write_layout(name: str, inputs: Path, out: Path) -> str:
    """Write an input in the layout of an export.

    Args:
        name: One of `LAYOUTS`.
        inputs: Folder with the inputs as Parquet files, one folder per input.
        out: Existing folder for the export.

    Returns:
        The name of the input.
    """
    layout = LAYOUTS[name]
    with duckdb.connect() as connection:
        rows = connection.execute(
            "from read_parquet(?, hive_partitioning = false)",
            [str(inputs / layout.table / "**" / "*.parquet")],
        ).df()
    layout.write(rows, out)
    return layout.table
