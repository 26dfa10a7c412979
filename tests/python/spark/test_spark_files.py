"""Spark support that can be tested without Spark."""

import re

import pytest
from conftest import PROJECT

from python_steps.spark.seeds import create_seed_view

COLUMNS = {"id": True, "name": True, "note": False}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,note\n1,a\n", "Missing columns in seeds/x.csv: name."),
        ("", "Missing columns in seeds/x.csv: id, name."),
        ("id,name,ID\n1,a,2\n", "Duplicate column in seeds/x.csv: id."),
        ("id,name\n1,a\n2\n", "seeds/x.csv, line 3: expected 2 values, found 1."),
        ("id,name\n1,a,b\n", "seeds/x.csv, line 2: expected 2 values, found 3."),
    ],
)
def test_a_malformed_seed_is_an_error_with_file_and_line(tmp_path, text, message):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)):
        create_seed_view(None, str(tmp_path / "x.csv"), "seeds/x.csv", COLUMNS, "x")


def test_spark_is_neither_installed_nor_imported_by_default():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        assert "spark" not in (PROJECT / lock).read_text(encoding="utf-8")
    for file in (PROJECT / "python_steps").rglob("*.py"):
        if file.parent.name != "plugin":
            assert not re.search(
                r"^\s*(import|from) (pyspark|dbt\.adapters\.spark)", file.read_text("utf-8"), re.M
            )


def test_every_dispatched_macro_is_implemented_for_both_engines():
    text = "\n".join(
        file.read_text(encoding="utf-8") for file in (PROJECT / "macros").rglob("*.sql")
    )
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'\)", text))
    assert len(dispatched) > 38
    both = {name for name in dispatched if re.search(rf"macro default__{name}\(", text)}
    spark = set(re.findall(r"macro spark__(\w+)\(", text))
    assert both == dispatched
    assert dispatched <= spark
