"""The Power BI project as the command line writes it, parsed for the tests."""

import json
from functools import cached_property
from pathlib import Path

from tmdl_reader import Item, read_tmdl

from python_steps.__main__ import main

MODEL = "monitoring.SemanticModel/definition"
REPORT = "monitoring.Report/definition"


def files(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class WrittenProject:
    """A Power BI project in a folder, with its model and report parsed on demand."""

    def __init__(self, folder: Path, manifest: Path):
        """Write the project of a manifest into the folder."""
        assert main(["power-bi", "--manifest", str(manifest), "--out", str(folder)]) == 0
        self.folder = folder

    @cached_property
    def tables(self) -> dict[str, Item]:
        found = {}
        for path in sorted((self.folder / MODEL / "tables").glob("*.tmdl")):
            (table,) = read_tmdl(path.read_text(encoding="utf-8"))
            assert (table.kind, table.name) == ("table", path.stem)
            found[table.name] = table
        return found

    @cached_property
    def measures(self) -> dict[str, Item]:
        return self.tables["KPIs"].named("measure")

    @cached_property
    def measures_by_metric(self) -> dict[str, Item]:
        return {
            item.description.rpartition("(")[2].rstrip(")"): item for item in self.measures.values()
        }

    @cached_property
    def relationships(self) -> list[tuple[str, str, bool]]:
        """From column, to column, whether it is active."""
        text = (self.folder / MODEL / "relationships.tmdl").read_text(encoding="utf-8")
        return [
            (
                item.properties["fromColumn"],
                item.properties["toColumn"],
                "isActive" not in item.properties,
            )
            for item in read_tmdl(text)
        ]

    @cached_property
    def visuals(self) -> dict[str, dict]:
        return {
            path: json.loads(content)
            for path, content in files(self.folder / REPORT).items()
            if path.endswith("visual.json")
        }
