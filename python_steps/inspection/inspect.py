"""The step `inspect`: say what each file of a folder is, and how its rows are read.

The base models read the files exactly as a build does, into a separate database; nothing is
published, and the build database is not touched.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

DBT = Path(sys.executable).with_name("dbt")
WORK = Path("target/inspection")
BASE_MODELS = Path("models/staging/base")
TIME = re.compile(r"to_(?:optional_)?timestamp\('(\w+)'\) \}\} as (\w+)")
UNLISTED_PAGES = """
    select regexp_extract(paths.page_key, '^[^/]*') as part, count(*) as event_count
    from (
        select page_path from base.base_clickstream where row_status = 'accepted'
        union all
        select page_path from base.base_page_load_times where row_status = 'accepted'
    ) as events
    inner join staging.stg_page_paths as paths on events.page_path = paths.page_path
    where not paths.is_listed
    group by part
    order by event_count desc, part
    limit 5
"""


MANIFEST = """
    select table_name from duckdb_tables()
    where schema_name = 'manifest' and table_name = 'files_found'
"""
# those whose input could be read
FILES = """
    select distinct found.input_table, found.file
    from manifest.files_found as found
    inner join duckdb_tables() as tables
        on tables.schema_name = 'base' and tables.table_name = 'base_' || found.input_table
    order by 2, 1
"""


class InspectionFailedError(RuntimeError):
    """dbt stopped; the message says why, after the files that could be read."""


@dataclass(frozen=True)
class TimeSample:
    """A time of the first rows of a file.

    Attributes:
        column: Column of the input.
        read: The text in the file, or what the model of its export made of it.
        understood: The same time in UTC; None if it cannot be read.
    """

    column: str
    read: str | None
    understood: str | None


def inspect_folder(folder: Path, variables: str = "") -> str:
    """Describe the files of a folder.

    Args:
        folder: A folder as for the var raw_dir.
        variables: Further vars of the build, as dbt takes them.

    Returns:
        For each file: the input, the export it is of, the rows with their reject reasons, and three
        times as read and as understood; for each input: the columns that are ignored and absent;
        the pages that no rule lists.

    Raises:
        InspectionFailedError: A file cannot be read, or the folder holds no input.
    """
    output, problem = _read_files(folder, variables)
    lines = [line for line in output.splitlines() if "Ignored in raw_dir: " in line]
    with duckdb.connect(WORK / "build.duckdb") as connection:
        if problem and not connection.execute(MANIFEST).fetchall():
            raise InspectionFailedError(problem)
        blocks = [
            _file_block(connection, table, file)
            for table, file in connection.execute(FILES).fetchall()
        ]
        if problem:
            raise InspectionFailedError("\n\n".join([*blocks, problem]))
        blocks += _input_blocks(connection)
        unlisted = connection.execute(UNLISTED_PAGES).fetchall()
    if unlisted:
        blocks.append(_page_block(unlisted))
    blocks += [line.split("  ", 1)[-1].strip() for line in lines]
    return "\n\n".join(blocks)


def _read_files(folder, variables):
    """Build the base models and what counts their rows.

    Returns:
        dbt's output, and why it stopped; None if it did not.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "build.duckdb").unlink(missing_ok=True)
    further = variables.strip().removeprefix("{").removesuffix("}")
    variables = f"{{raw_dir: {json.dumps(str(folder.resolve()))}{', ' * bool(further)}{further}}}"
    done = subprocess.run(
        [
            *(DBT, "--no-use-colors", "build", "--select", "+load_audit", "--vars", variables),
            *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
            *("--target-path", WORK),
        ],
        env=os.environ | {"MONITORING_BUILD_DATABASE": str(WORK / "build.duckdb")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout, _reason(done.stdout) if done.returncode else None


def _reason(output):
    """Return what dbt says after its last error headline, without the log that follows."""
    start = max(output.rfind("Compilation Error"), output.rfind("Not published"))
    said = output[max(start, 0) :].split("Fix this and rerun", 1)[0]
    lines = [line.strip() for line in said.splitlines()]
    kept = [line for line in lines[start >= 0 :] if line and not line.startswith(">")]
    return "\n".join(kept)


def _file_block(connection, table, file):
    group = next(
        group
        for (text,) in connection.execute(
            "select file_group from manifest.headers where input_table = ?", [table]
        ).fetchall()
        if file in (group := json.loads(text))["files"]
    )
    name = connection.execute(
        f"select distinct source_file from base.base_{table} where ? like '%/' || source_file",
        [file],
    ).fetchall()
    heading = f"{name[0][0] if name else file}: {group['export'] or 'native'} -> {table}"
    if not name:
        return f"{heading}\n  no rows"
    statuses = connection.execute(
        f"""
        select row_status, coalesce(reject_reason, exclude_reason), count(*)
        from base.base_{table}
        where source_file = ? and row_status <> 'blank'
        group by all
        order by 3 desc, 1, 2
        """,
        [name[0][0]],
    ).fetchall()
    counts = ", ".join(
        f"{count:,} {status}{f' ({reason})' if reason else ''}"
        for status, reason, count in statuses
    )
    times = [
        f"  {sample.column}: {sample.read} = "
        + (f"{sample.understood} UTC" if sample.understood else "not readable")
        for sample in _times(connection, table, name[0][0])
    ]
    return "\n".join([heading, f"  rows: {counts}", *times])


def _times(connection, table, source_file):
    """Return up to three values of the first time of an input."""
    model = (BASE_MODELS / f"base_{table}.sql").read_text(encoding="utf-8")
    column, parsed = TIME.search(model).groups()
    path = WORK / "compiled" / "monitoring" / BASE_MODELS / f"base_{table}.sql"
    imports = path.read_text(encoding="utf-8").rsplit("select * from base_", 1)[0]
    rows = connection.execute(
        f"{imports} select distinct raw_row.{column}, strftime({parsed}, '%Y-%m-%d %H:%M:%S') "
        "from (select * from parse_columns where source_file = ? limit 3) order by 1",
        [source_file],
    ).fetchall()
    return [TimeSample(column, read and str(read), understood) for read, understood in rows]


def _input_blocks(connection):
    for table, export, absent, ignored in connection.execute(
        "select input_table, export, columns_absent, columns_ignored from quality.load_audit "
        "where status <> 'absent' order by 1"
    ).fetchall():
        yield "\n".join(
            [f"{table} ({export})", f"  absent: {absent or '-'}", f"  ignored: {ignored or '-'}"]
        )


def _page_block(unlisted):
    rules = [
        f"  {number},{part}/*,{part},{part.replace('-', ' ').capitalize()},   ({count:,} events)"
        for number, (part, count) in enumerate(unlisted, start=1)
    ]
    return "\n".join(
        ["Pages that no rule lists; lines for seeds/reference/page_rules.csv could be:", *rules]
    )
