"""Write the Power BI project of the marts: PBIP, with the model as TMDL and the report as PBIR.

All of it comes from dbt's manifest: tables, types and descriptions from the contracts of the marts,
relationships from the relationships tests, measures from the metrics. The same manifest gives the
same bytes.
"""

import json
import shutil
from pathlib import Path

from python_steps.power_bi.pbir import as_json, report_files
from python_steps.power_bi.star import read_star
from python_steps.power_bi.tmdl import identity, model_files

NAME = "monitoring"
MODEL = f"{NAME}.SemanticModel"
REPORT = f"{NAME}.Report"
SCHEMAS = "https://developer.microsoft.com/json-schemas/fabric"


class NoManifestError(Exception):
    """dbt has not written a manifest yet, or it is none; the text says what to do."""


def write_power_bi(out: Path, manifest: Path) -> list[Path]:
    """Write the project into a folder: `monitoring.pbip`, and beside it model and report.

    Args:
        out: The folder; made when it is not there. Model and report in it are written anew, and
            with them goes what Power BI Desktop keeps there of its own (its cache of the data).
        manifest: dbt's manifest.json, as any dbt command that parses the project writes it.

    Returns:
        The files written.

    Raises:
        NoManifestError: There is no manifest.
        NotInDaxError: A metric is written in SQL that has no DAX here.
        OSError: The folder cannot be written to.
    """
    try:
        star = read_star(json.loads(manifest.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoManifestError(
            f"{manifest} is not there: run `dbt parse`, which writes it, or name another one"
        ) from None
    files = _project() | {
        **{f"{MODEL}/definition/{path}": text for path, text in model_files(star).items()},
        **{f"{REPORT}/definition/{path}": text for path, text in report_files(star).items()},
    }
    for item in (MODEL, REPORT):
        shutil.rmtree(out / item, ignore_errors=True)
    written = []
    for path, text in files.items():
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        written.append(file)
    return written


def _project() -> dict[str, str]:
    """What stands around model and report: how they are called and find each other."""
    files = {
        f"{NAME}.pbip": {
            "$schema": f"{SCHEMAS}/pbip/pbipProperties/1.0.0/schema.json",
            "version": "1.0",
            "artifacts": [{"report": {"path": REPORT}}],
            "settings": {"enableAutoRecovery": True},
        },
        f"{MODEL}/definition.pbism": {
            "$schema": f"{SCHEMAS}/item/semanticModel/definitionProperties/1.0.0/schema.json",
            "version": "4.0",
            "settings": {},
        },
        f"{REPORT}/definition.pbir": {
            "$schema": f"{SCHEMAS}/item/report/definitionProperties/2.0.0/schema.json",
            "version": "4.0",
            "datasetReference": {"byPath": {"path": f"../{MODEL}"}},
        },
    }
    for item in (MODEL, REPORT):
        files[f"{item}/.platform"] = {
            "$schema": f"{SCHEMAS}/gitIntegration/platformProperties/2.0.0/schema.json",
            "metadata": {"type": item.partition(".")[2], "displayName": "Shop monitoring"},
            "config": {"version": "2.0", "logicalId": identity(f"item/{item}")},
        }
    return {path: as_json(content) for path, content in files.items()}
