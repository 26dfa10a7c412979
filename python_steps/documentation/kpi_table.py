"""The tables "Where is the definition of ...?": definition, SQL, test and metric of each KPI."""

import csv
from pathlib import Path

from python_steps.documentation.markdown import link, table

PAGE = "docs/kpis.md"
# a KPI that several of these models name is defined in the first one
DEFINING = ("int_kpi_components_daily", "int_headline_percentiles", "int_headline_leaders")


def kpi_tables(project: Path, manifest: dict) -> str:
    """Write one table per department, with one row per KPI of `seeds/reference/kpis.csv`.

    Args:
        project: Folder of the project.
        manifest: dbt's manifest.

    Raises:
        LookupError: A KPI of the seed has no SQL, or no unit test expects it.
    """
    with (project / "seeds" / "reference" / "kpis.csv").open(encoding="utf-8") as file:
        kpis = list(csv.DictReader(file))
    models = _defining_models(manifest)
    metrics = {metric["name"]: metric for metric in manifest["metrics"].values()}
    departments = {}
    for kpi in kpis:
        departments.setdefault(kpi["department"], []).append(_row(kpi, models, metrics, manifest))
    head = ["KPI", "Definition", "SQL", "Unit test", "Metric"]
    return "\n\n".join(f"### {name}\n\n{table(head, rows)}" for name, rows in departments.items())


def _row(kpi, models, metrics, manifest):
    name = kpi["kpi"]
    defining = [model for model in models if f"'{name}'" in model["raw_code"]]
    if not defining:
        raise LookupError(f"no model of models/kpis names the KPI '{name}'")
    test = _find_test(name, defining, manifest)
    metric = metrics.get(name)
    return [
        f"`{name}`",
        kpi["definition"],
        link(defining[0]["name"], defining[0]["original_file_path"], PAGE),
        link("test", test["original_file_path"], PAGE, test["name"].replace("_", " ")),
        link("metric", metric["original_file_path"], PAGE) if metric else "",
    ]


def _defining_models(manifest):
    models = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "kpis"
    ]
    ranked = [
        (rank, model["name"], model)
        for model in models
        for rank, start in enumerate(DEFINING)
        if model["name"].startswith(start)
    ]
    return [model for _, _, model in sorted(ranked, key=lambda each: each[:2])]


def _find_test(kpi, models, manifest):
    tests = sorted(manifest["unit_tests"].values(), key=lambda test: test["unique_id"])
    for model in models:
        for test in tests:
            if test["model"] == model["name"] and _expects(test, kpi):
                return test
    raise LookupError(f"no unit test expects the KPI '{kpi}'")


def _expects(test, kpi):
    rows = test["expect"]["rows"] or []
    values = [value for row in rows for value in row.values()] if isinstance(rows, list) else []
    text = "" if isinstance(rows, list) else rows
    return kpi in values or any(kpi in line.split(",") for line in text.splitlines())
