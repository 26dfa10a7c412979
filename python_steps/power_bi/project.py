"""Write the Power BI project (PBIP): the semantic model as TMDL, the report as PBIR.

Everything comes from dbt's manifest: tables, types and descriptions from the marts' contracts,
relationships from the relationships tests, measures from the metrics. Output is byte-identical for
the same manifest.
"""

import json
import shutil
from pathlib import Path

from python_steps.power_bi.pbir import as_json, report_files
from python_steps.power_bi.star import read_star
from python_steps.power_bi.tmdl import model_files, stable_id

NAME = "monitoring"
MODEL = f"{NAME}.SemanticModel"
REPORT = f"{NAME}.Report"
SCHEMAS = "https://developer.microsoft.com/json-schemas/fabric"


class ManifestNotFoundError(Exception):
    """dbt has not written its manifest yet; the message says what to run."""


def write_power_bi(out: Path, manifest: Path) -> list[Path]:
    """Write `monitoring.pbip` and, next to it, the folders of the model and the report.

    Args:
        out: Output folder, created if missing. The model and report folders are replaced,
            including the data cache that Power BI Desktop keeps in them.
        manifest: dbt's manifest.json; any dbt command that parses the project writes it.

    Returns:
        The files written.

    Raises:
        ManifestNotFoundError: There is no manifest.
        UnsupportedSqlError: A metric uses SQL without a DAX translation.
        OSError: The folder is not writable.
    """
    try:
        star = read_star(json.loads(manifest.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ManifestNotFoundError(
            f"{manifest} not found. Run `dbt parse` to create it, or pass its path with --manifest."
        ) from None
    files = _project_files() | {
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


def _project_files() -> dict[str, str]:
    """Return the project file and the files that identify model and report."""
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
            "config": {"version": "2.0", "logicalId": stable_id(f"item/{item}")},
        }
    return {path: as_json(content) for path, content in files.items()}
