"""A build after a change of seeds matches a fresh build."""

import shutil

import pandas as pd
import pytest
from conftest import FIXTURES, Place, copy_project


def copy_project_with_small_seeds(folder) -> Place:
    place = Place(folder, project=copy_project(folder))
    for file in (FIXTURES / "shop_small").glob("*.csv"):
        shutil.copy(file, place.project / "seeds" / "raw" / file.name)
    return place


def reorder_columns(table: pd.DataFrame) -> pd.DataFrame:
    return table[table.columns[::-1]]


def leave_out_optional_columns(table: pd.DataFrame) -> pd.DataFrame:
    optional = ["element_clicked", "drop_off_page", "items_in_cart", "csat_score", "subject"]
    return table.drop(columns=optional, errors="ignore")


def add_a_column(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(note="new")


def change_types(table: pd.DataFrame) -> pd.DataFrame:
    """Make ids look like numbers, and numbers like decimals."""
    changed = table.copy()
    for column in changed.columns.intersection(["user_id", "cart_id", "session_id", "ticket_id"]):
        changed[column] = [f"{number:03d}" for number in range(len(changed))]
    for column in changed.columns.intersection(["load_time_ms", "response_time_ms", "total_value"]):
        changed[column] = changed[column] + ".0"
    return changed


def reverse_rows(table: pd.DataFrame) -> pd.DataFrame:
    return table.iloc[::-1]


def drop_and_repeat_rows(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table.iloc[2:], table.iloc[3:5]])


CHANGES = [
    change_types,
    *(
        pytest.param(change, marks=pytest.mark.full)
        for change in (
            reorder_columns,
            leave_out_optional_columns,
            add_a_column,
            reverse_rows,
            drop_and_repeat_rows,
        )
    ),
]


def change_seeds(place: Place, change) -> None:
    for seed in (place.project / "seeds" / "raw").glob("*.csv"):
        table = pd.read_csv(seed, dtype=str, keep_default_na=False)
        changed = reorder_columns(change(table))
        changed.to_csv(seed, index=False, lineterminator="\n")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_build_of_changed_seeds_matches_a_fresh_build(change, tmp_path):
    place = copy_project_with_small_seeds(tmp_path / "changed")
    place.build(max_rejected_share=0.9)
    before = place.cells()
    change_seeds(place, change)
    place.build(max_rejected_share=0.9)
    changed = place.cells()
    (place.folder / "build.duckdb").unlink()
    shutil.rmtree(place.warehouse)
    place.build(max_rejected_share=0.9)
    assert changed == place.cells()
    if change not in (reorder_columns, add_a_column):
        assert changed != before, "the change has an effect"
