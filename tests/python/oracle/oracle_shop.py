"""The fixture shop_small with its own reference data, for tests of the oracle."""

import shutil
from pathlib import Path

from conftest import FIXTURES

SHOP_SMALL = FIXTURES / "shop_small"

PAGES = """\
alias,page_key,page_name,funnel_step
/,home,Home,1
home,home,Home,1
homepage,home,Home,1
category_page,category,Category,1
search,search,Search,1
product,product,Product,2
product_page,product,Product,2
cart,cart,Cart,3
checkout,checkout,Checkout,4
"""

SLA_TARGETS = """\
priority,target_hours
critical,4
high,24
low,72
"""

POLARITY = {
    "Great shop and great prices": 0.8,
    "Terrible checkout, awful support": -1.0,
    "The parcel came on Tuesday": 0.0,
    "Awful, the worst cart ever": -1.0,
    "It is okay": 0.1,
    "Bad smell, good taste": -0.1,
    'Sad "quoted" text, with a comma': -0.5,
    "Good\non the second line too": 0.35,
}


def write_reference(folder: Path) -> dict[str, Path]:
    """Write the reference data; return the variables that point to it."""
    pages, sla_targets = folder / "pages.csv", folder / "sla_targets.csv"
    pages.write_text(PAGES, encoding="utf-8")
    sla_targets.write_text(SLA_TARGETS, encoding="utf-8")
    return {"pages": pages, "sla_targets": sla_targets}


def copy_tables(tables: list[str], target: Path) -> Path:
    """Copy some inputs of shop_small to a new folder."""
    target.mkdir()
    for table in tables:
        shutil.copy(SHOP_SMALL / f"{table}.csv", target)
    return target


def write_table(folder: Path, table: str, text: str) -> Path:
    """Write an input; return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder
