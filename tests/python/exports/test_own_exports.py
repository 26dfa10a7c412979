"""What docs/exports.md says of a shop's own exports is complete: followed in a copy, it builds."""

import json
import re
import textwrap
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import PROJECT, Place, code_blocks, copy_project, one_line

SECTION = "## Your own export"
TABLES = """
    create table baskets as
    from (values
        (1, timestamptz '2026-11-02 10:00:00+02', null, 'Ann', 20.5, 'x'),
        (2, timestamptz '2026-11-02 11:00:00+02', 77, 'Ann', 30.0, 'x'),
        (3, timestamptz '2026-11-02 12:00:00+02', null, null, 10.0, 'x'),
        (4, null, null, 'Bob', 1.0, 'x')
    ) as baskets (basket_id, "Left At", order_id, customer_id, amount, note)
"""
CHATS = (
    "Chat Id,Opened at,Minutes to close,Customer id,Topic\n"
    "c1,2026-11-01 10:00,30,Ann,refund\nc2,2026-11-02 10:00,,Bob,login\n"
)
ANSWERS = """\
{{ config(materialized='table') }}
select
    cast('2026-11-02 10:00:00' as timestamp) as answered_at,
    'Ann' as customer_id, 'bad' as answer, 2 as stars
"""
ANSWERS_YML = """\
version: 2

models:
  - name: survey_answers
    description: One row per answer.
"""


def page_section() -> str:
    page = (PROJECT / "docs" / "exports.md").read_text(encoding="utf-8")
    # the blocks are in steps of lists
    return re.sub(r"^ +(?=```)", "", page.split(SECTION)[1], flags=re.M)


def write_page_files(project: Path) -> dict[str, str]:
    """Write each file of the page into a project; return the exports by their inputs."""
    section = page_section()
    named = re.findall(
        r"`(models/exports/[\w.]+)`.*?^```(?:sql|yaml)\n(.*?)^```", section, re.M | re.S
    )
    for name, text in named:
        (project / name).write_text(textwrap.dedent(text), encoding="utf-8")
    assert len(named) == 6
    listed = re.findall(r"input_contract.sql`: `(\w+)` in the list `exports`\s+of `(\w+)`", section)
    return {table: export for export, table in listed}


def list_exports(project: Path, exports: dict[str, str]) -> None:
    path = project / "macros" / "sources" / "input_contract.sql"
    text = path.read_text(encoding="utf-8")
    for table, export in exports.items():
        pattern = rf"('{table}': {{.*?'exports': \[)"
        text, count = re.subn(pattern, rf"\1'{export}', ", text, count=1, flags=re.S)
        assert count == 1, table
    path.write_text(text, encoding="utf-8")


def attach(project: Path, database: Path) -> None:
    """Attach a database as the page says, to the output that tests build with."""
    (lines,) = [block for block in code_blocks(page_section(), "yaml") if "attach:" in block]
    lines = textwrap.indent(textwrap.dedent(lines), " " * 6)
    path = project / "profiles.yml"
    first, rest = path.read_text(encoding="utf-8").split("      type: duckdb\n", 1)
    text = f"{first}      type: duckdb\n{lines}{rest}"
    path.write_text(text.replace("/path/to/shop.duckdb", str(database)), encoding="utf-8")
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Follow the page in a copy of the project, and build from a file, a table and a model."""
    folder = tmp_path_factory.mktemp("own")
    project = copy_project(folder)
    with duckdb.connect(folder / "shop.duckdb") as connection:
        connection.execute(TABLES)
    attach(project, folder / "shop.duckdb")
    list_exports(project, write_page_files(project))
    answers = project / "models" / "intermediate" / "feedback" / "survey_answers.sql"
    answers.write_text(ANSWERS, encoding="utf-8")
    answers.with_suffix(".yml").write_text(ANSWERS_YML, encoding="utf-8")
    (folder / "raw").mkdir()
    (folder / "raw" / "chats (1).csv").write_text(CHATS, encoding="utf-8")
    place = Place(folder, project, environment={"MONITORING_USER_SALT": "0123456789abcdef"})
    place.first_run = build(place, incremental=True)
    return place


def build(place: Place, **variables):
    raw = str(place.folder / "raw")
    return place.build(raw_dir=raw, max_rejected_share=0.5, **variables)


def test_the_load_audit_names_the_file_the_table_and_the_model(shop):
    audit = shop.query("from quality.load_audit").set_index("input_table")
    expected = {
        "support_tickets": ["loaded", "chatwise_chats", 2, 0],
        "cart_abandonment": ["loaded", "shop_baskets", 3, 1],
        "user_feedback": ["loaded", "shop_feedback", 1, 0],
    }
    columns = ["status", "export", "rows_read", "rows_rejected"]
    for table, values in expected.items():
        assert audit.loc[table, columns].tolist() == values, table
    # no input has the shipped seeds
    assert set(audit["status"].drop(list(expected))) == {"absent"}
    assert audit.loc["cart_abandonment", "columns_absent"] == "currency, items_in_cart, updated_at"
    assert audit.loc["cart_abandonment", "columns_ignored"] == "note"


def test_times_and_values_of_the_table_are_those_of_its_types(shop):
    carts = shop.query("from commerce.carts order by cart_id").set_index("cart_id")
    assert carts["abandoned_at"].astype(str).to_dict() == {
        "1": "2026-11-02 08:00:00",
        "3": "2026-11-02 10:00:00",
    }
    assert carts["cart_value"].tolist() == [20.5, 10]
    assert shop.query("select rating, user_key from support.feedback").iloc[0].tolist() == [
        2,
        "ann",
    ]
    tickets = shop.query("select resolved_at from support.tickets order by ticket_id")
    assert str(tickets["resolved_at"][0]) == "2026-11-01 10:30:00"
    assert tickets["resolved_at"].isna().tolist() == [False, True]


def test_a_rejected_row_names_its_table_and_is_shown_as_it_is_there(shop):
    row = shop.query("from quality.rejected_rows where input_table = 'cart_abandonment'").iloc[0]
    assert row["source_file"] == "shop.main.baskets"
    assert row["reason"] == "missing_abandonment_time"
    shown = json.loads(row["raw_row"])
    assert shown["basket_id"] in (4, "4") and shown["note"] == "x"


def test_the_build_says_what_it_read_and_that_it_is_a_full_refresh(shop):
    output = one_line(shop.first_run.text)
    for line in (
        "chats (1).csv: read as chatwise_chats into support_tickets",
        "shop.main.baskets: read as shop_baskets into cart_abandonment",
        "exports.shop_feedback: read as shop_feedback into user_feedback",
        "Full refresh: cart_abandonment is read from shop.main.baskets, which does not say what",
        f"Inputs: {shop.folder / 'raw'}, shop.main.baskets, exports.shop_feedback",
    ):
        assert line in output, line


def stops(place: Place, **variables) -> str:
    run = place.dbt("build", **variables)
    assert run.code != 0, run.text
    assert "Published" not in run.text
    return one_line(run.text)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# the tests below change the copy


def test_hashed_user_ids_are_nowhere_in_the_published_file_without_raw_dir(shop):
    shop.build(max_rejected_share=0.5, hash_user_ids=True)
    audit = shop.query("from quality.load_audit").set_index("input_table")
    assert audit.loc["support_tickets", "status"] == "absent"
    assert audit.loc["cart_abandonment", "rows_read"] == 3
    rejected = shop.query("select raw_row from quality.rejected_rows")["raw_row"]
    assert len(rejected) == 1 and "Bob" not in rejected[0]
    users = set(shop.query("select user_key from core.users")["user_key"])
    assert len(users) == 1 and len(users.pop()) == 32


def test_a_missing_column_of_the_signature_stops_the_build(shop):
    twin = shop.project / "models" / "exports" / "shop_baskets.yml"
    signed = "- {name: worth, description: Value., config: {meta: {is_signature: true}}}"
    edit(twin, "- {name: amount, description: Value.}", signed)
    edit(twin, "from: [amount]", "from: [worth]")
    edit(twin.with_suffix(".sql"), "amount as", "worth as")
    message = "The source shop.baskets is the table shop.main.baskets, which has no column worth."
    assert message in stops(shop)
    # without is_signature the column is absent, and the build goes on
    edit(twin, signed, "- {name: worth, description: Value.}")
    shop.build(max_rejected_share=0.5)
    audit = shop.query("from quality.load_audit").set_index("input_table")
    assert "total_value" in audit.loc["cart_abandonment", "columns_absent"]
    findings = shop.query("from executive.insights where kind = 'column_absent'")
    assert "cart_abandonment.total_value" in set(findings["subject"])


def test_a_missing_table_stops_the_build(shop):
    twin = shop.project / "models" / "exports" / "shop_baskets.yml"
    edit(twin, "- name: baskets", "- name: baskets\n        identifier: gone")
    message = "The source shop.baskets is the table shop.main.gone, which does not exist, or whose"
    assert message in stops(shop)
    edit(twin, "\n        identifier: gone", "")


def test_a_column_that_the_model_has_and_its_properties_file_not_stops_the_build(shop):
    model = shop.project / "models" / "exports" / "shop_feedback.sql"
    edit(model, "stars as rating", "stars as rating,\n    'en' as language")
    message = "The model shop_feedback has the column language, which its properties file does not"
    assert message in stops(shop)
    edit(model, ",\n    'en' as language", "")


@pytest.mark.parametrize("export", ["shop_baskets", "chatwise_chats"])
def test_an_export_that_no_input_lists_stops_the_build(shop, export):
    contract = shop.project / "macros" / "sources" / "input_contract.sql"
    edit(contract, f"'{export}', ", "")
    message = stops(shop, raw_dir=str(shop.folder / "raw"))
    assert f"{export} is not in the list exports of" in message
