"""Rows with one key: newer versions of a row, and parts of it.

Each function takes the valid rows of an input in the order of the file, with a `row_status`, and
returns them with the status changed where a row does not count on its own. The row that counts has
the values of all its parts.
"""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

LONGEST_PAUSE_IN_A_SESSION = timedelta(minutes=30)
SAME_CART_OR_ORDER = timedelta(days=7)
SAME_TICKET = timedelta(days=1)


@dataclass(frozen=True)
class Lines:
    """The columns of an input that may have several lines per key.

    Attributes:
        key: The key.
        time: The time of the event.
        items: The number of items.
        amounts: What lines either repeat or share.
        texts: What only one of the lines may have.
    """

    key: str
    time: str
    items: str
    amounts: tuple[str, ...]
    texts: tuple[str, ...]


LINES = {
    "cart_abandonment": Lines(
        "cart_id", "abandonment_time", "items_in_cart", ("total_value",), ("user_id", "currency")
    ),
    "orders": Lines(
        "order_id",
        "ordered_at",
        "item_count",
        ("total_value", "discount_value", "refunded_value"),
        ("user_id", "session_id", "cart_id", "status", "currency"),
    ),
}


def resolve_versions(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Find the row of each key that counts."""
    if table in LINES:
        return resolve_lines(rows.copy(), LINES[table])
    if table == "session_tracking":
        return resolve_sessions(rows.copy())
    if table == "support_tickets":
        return resolve_tickets(rows.copy())
    return rows


def resolve_lines(rows: pd.DataFrame, columns: Lines) -> pd.DataFrame:
    """Keep the latest version of each key; lines that follow each other are one cart or order."""
    key, time, items = columns.key, columns.time, columns.items
    lines = list(rows.groupby([key, time, "updated_at"], dropna=False, sort=False))
    parts = [part for _, group in lines for part in split_where_interrupted(group)]
    several = [part for part in parts if len(part) > 1]
    by_line = {
        amount for amount in columns.amounts if any(part[amount].nunique() > 1 for part in several)
    }
    repeats_items = bool(several) and all(
        part[items].nunique() == 1
        and part[items].notna().all()
        and part[items].iloc[0] >= len(part)
        for part in several
    )
    for part in several:
        first = part.index[0]
        is_same_row = all(
            part[name].nunique() <= 1 and part[name].isna().nunique() == 1
            for name in (*columns.amounts, items)
        )
        rows.loc[part.index[1:], "row_status"] = "superseded" if is_same_row else "merged"
        is_repeated = {amount: is_same_row or amount not in by_line for amount in columns.amounts}
        for name, is_one in {**is_repeated, items: is_same_row or repeats_items}.items():
            rows.loc[first, name] = part[name].max() if is_one else part[name].sum(min_count=1)
        for text in columns.texts:
            rows.loc[first, text] = part[text].max()
    heads = rows.loc[[part.index[0] for part in parts]].assign(row=lambda head: head.index)
    ordered = heads.sort_values(["updated_at", time, "row"], na_position="first")
    latest = ordered.drop_duplicates(key, keep="last").set_index(key)
    for part in parts:
        head = rows.loc[part.index[0]]
        current = latest.loc[head[key]]
        if current["row"] == head.name:
            continue
        users = {head["user_id"], current["user_id"]} - {""}
        is_other = len(users) > 1 or current[time] - head[time] > SAME_CART_OR_ORDER
        rows.loc[part.index, "row_status"] = "rejected" if is_other else "superseded"
    return rows


def split_where_interrupted(group: pd.DataFrame) -> list[pd.DataFrame]:
    """Split rows where another row is between them in the file."""
    numbers = pd.Series(group.index, index=group.index)
    return [part for _, part in group.groupby((numbers.diff() != 1).cumsum())]


def resolve_sessions(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the last row of each start; parts of a session that follow each other are one."""
    for _, group in rows.groupby("session_id"):
        parts = group.drop_duplicates("start_time", keep="last").sort_values("start_time")
        rows.loc[group.index.difference(parts.index), "row_status"] = "superseded"
        session = parts.iloc[:1]
        for number in range(1, len(parts)):
            part = parts.iloc[[number]]
            users = {*session["user_id"], *part["user_id"]} - {""}
            pause = part["start_time"].iloc[0] - session["end_time"].max()
            if len(users) > 1 or pause > LONGEST_PAUSE_IN_A_SESSION:
                # another session under the same id: the last one counts
                rows.loc[session.index, "row_status"] = "rejected"
                session = part
            else:
                session = pd.concat([session, part])
        first = session.index[0]
        rows.loc[session.index[1:], "row_status"] = "merged"
        rows.loc[first, "end_time"] = session["end_time"].max()
        rows.loc[first, "user_id"] = session["user_id"].max()
        rows.loc[first, "page_sequence"] = "\n".join(session["page_sequence"])
        rows.loc[first, "drop_off_page"] = session["drop_off_page"].iloc[-1]
    return rows


def resolve_tickets(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the row of each ticket that was updated last, else the last row."""
    for _, group in rows.groupby("ticket_id"):
        latest = group.sort_values("updated_at", na_position="first", kind="stable").index[-1]
        age = (group["created_at"] - group.loc[latest, "created_at"]).abs()
        rows.loc[age.index[age > SAME_TICKET], "row_status"] = "rejected"
        others = age.index[(age <= SAME_TICKET) & (age.index != latest)]
        rows.loc[others, "row_status"] = "superseded"
    return rows
