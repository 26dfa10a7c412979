"""Render the generated pages and blocks, and write them into the project."""

from pathlib import Path

import duckdb

from python_steps.documentation import finding, functions, kpi_table
from python_steps.documentation.finding import finding_section, quote_finding
from python_steps.documentation.functions import functions_page, python_page
from python_steps.documentation.kpi_table import kpi_tables
from python_steps.documentation.lineage import draw_lineage
from python_steps.documentation.markdown import replace_block

PICTURE = "docs/images/lineage.svg"


def render(project: Path, manifest: dict, build: Path) -> dict[str, bytes]:
    """Return the content of every generated file, by path relative to the project.

    Args:
        project: Folder of the project; what is written by hand on its pages is kept.
        manifest: dbt's manifest of a build of the shipped seeds.
        build: The build database of this build.

    Raises:
        UndocumentedError: A macro or public function is not documented.
        LookupError: A KPI, a folder of models or the first finding is not as the pages expect.
        ValueError: A page lacks the markers of its block.
        OSError: A page or the build database cannot be read.
    """
    with duckdb.connect(build, read_only=True) as connection:
        quote, section = quote_finding(connection), finding_section(connection)
    blocks = [
        ("README.md", "first finding", quote),
        (kpi_table.PAGE, "definitions", kpi_tables(project, manifest)),
        (finding.PAGE, "how a finding is made", section),
    ]
    pages = {
        functions.PAGE: functions_page(project),
        functions.PYTHON_PAGE: python_page(project),
    }
    for path, name, content in blocks:
        page = (project / path).read_text(encoding="utf-8")
        pages[path] = replace_block(page, name, content)
    encoded = {path: page.encode("utf-8") for path, page in pages.items()}
    return encoded | {PICTURE: draw_lineage(manifest)}


def write(project: Path, manifest: dict, build: Path) -> list[str]:
    """Write the generated files that changed; return their paths relative to the project.

    Args:
        project: Folder of the project.
        manifest: dbt's manifest of a build of the shipped seeds.
        build: The build database of this build.
    """
    changed = []
    for path, content in render(project, manifest, build).items():
        file = project / path
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            changed.append(path)
    return changed
