"""Rows with one key: newer versions of a row, and parts of it.

Each function takes the valid rows of an input in the order of the file, with a `row_status`, and
returns them with the status changed where a row does not count on its own. The row that counts has
the values of all its parts.
"""

from datetime import timedelta

import pandas as pd

LONGEST_PAUSE_IN_A_SESSION = timedelta(minutes=30)
SAME_CART = timedelta(days=7)
SAME_TICKET = timedelta(days=1)


def resolve_versions(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Find the row of each key that counts."""
    if table == "cart_abandonment":
        return resolve_carts(rows.copy())
    if table == "session_tracking":
        return resolve_sessions(rows.copy())
    if table == "support_tickets":
        return resolve_tickets(rows.copy())
    return rows


def resolve_carts(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the latest version of each cart; lines that follow each other are one cart."""
    of_line = ["cart_id", "abandonment_time", "updated_at"]
    lines = list(rows.groupby(of_line, dropna=False, sort=False))
    parts = [part for _, group in lines for part in split_where_interrupted(group)]
    several = [part for part in parts if len(part) > 1]
    has_amounts_by_line = any(part["total_value"].nunique() > 1 for part in several)
    repeats_items = bool(several) and all(
        part["items_in_cart"].nunique() == 1
        and part["items_in_cart"].notna().all()
        and part["items_in_cart"].iloc[0] >= len(part)
        for part in several
    )
    for part in several:
        first, values, items = part.index[0], part["total_value"], part["items_in_cart"]
        is_same_row = all(
            column.nunique() <= 1 and column.isna().nunique() == 1 for column in (values, items)
        )
        rows.loc[part.index[1:], "row_status"] = "superseded" if is_same_row else "merged"
        has_one_total = is_same_row or not has_amounts_by_line
        rows.loc[first, "total_value"] = values.max() if has_one_total else values.sum(min_count=1)
        has_one_count = is_same_row or repeats_items
        rows.loc[first, "items_in_cart"] = items.max() if has_one_count else items.sum(min_count=1)
        rows.loc[first, "user_id"] = part["user_id"].max()
    heads = rows.loc[[part.index[0] for part in parts]].assign(row=lambda head: head.index)
    ordered = heads.sort_values(["updated_at", "abandonment_time", "row"], na_position="first")
    latest = ordered.drop_duplicates("cart_id", keep="last").set_index("cart_id")
    for part in parts:
        head = rows.loc[part.index[0]]
        current = latest.loc[head["cart_id"]]
        if current["row"] == head.name:
            continue
        users = {head["user_id"], current["user_id"]} - {""}
        age = current["abandonment_time"] - head["abandonment_time"]
        is_other_cart = len(users) > 1 or age > SAME_CART
        rows.loc[part.index, "row_status"] = "rejected" if is_other_cart else "superseded"
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
