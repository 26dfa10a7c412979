"""Text from outside is data, the salt is never stored, and connections reach no other files."""

import csv
import hashlib
import http.server
import json
import re
import threading

import duckdb
import pandas as pd
import pytest
import yaml
from conftest import FIXTURES, PROJECT, Place, one_line
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.environments import create

from python_steps import warehouse

SALT = "grain of salt, {{ 'quoted' }}; été"
HOSTILE = [
    "'; drop table core.users; --",
    "\"; attach 'stolen.duckdb' as stolen; --",
    "' || getvariable('user_salt') || '",
    "{{ env_var('HOME') }}",
    "{{ 1 + 1 }}{% do exceptions.raise_compiler_error('run') %}",
    "{# gone #}{% raw %}",
    "{subject}{value}%s%(a)s{0}",
    "$(touch executed)`touch executed`",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=cmd|' /c calc'!a0",
    "@sum(1+1)*cmd",
    "../../../../etc/passwd",
    "c:\\windows\\..\\' \\",
    'a "quoted, text"\nin two lines',
    "\u202egnihton\u200b ünï ✓",
]
HEADERS = [
    "'); drop table x; --",
    'a"b',
    "{{ env_var('HOME') }}",
    "{% endraw %}",
    "",
    "",
    "note",
    "NOTE",
    "filename",
    "raw_row",
    "a, b",
    "ünï [1]*?",
]
FOLDER = "it's \"raw\" [1]*? {{ env_var('HOME') }} {% set x = 1 %} {# ünï #};--"
NAMES = [
    "user_id=evil/page=evil/page_url=evil/'; drop table x; --",
    "{{ 1 + 1 }}",
    '{# gone #} [a-z]*?"',
]
SOURCES = sorted((FIXTURES / "shop_small").glob("*.csv"))
# published columns that hold a text of an input unchanged, and the column of the input
SHOWN = {
    "core.users.user_key": "user_id",
    "ux.sessions.session_id": "session_id",
    "commerce.carts.cart_id": "cart_id",
    "support.tickets.ticket_id": "ticket_id",
    "support.tickets.category": "category",
    "support.tickets.channel": "channel",
    "support.tickets.status": "status",
    "support.feedback.feedback_text": "feedback_text",
    "ux.clicks_daily.element": "element_clicked",
    "reliability.service_health_daily.service_name": "service_name",
    "reliability.endpoint_health_hourly.endpoint": "endpoint",
}


def write_rows(file, rows):
    """Write rows, header first, as CSV or as Parquet, where names are unique."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
        return
    header, *values = rows
    positions = {name.lower(): number for number, name in enumerate(header) if name}
    table = pd.DataFrame(
        [[row[number] for number in positions.values()] for row in values], columns=list(positions)
    )
    with duckdb.connect() as connection:
        connection.register("rows_to_write", table)
        connection.table("rows_to_write").write_parquet(str(file))


def write_hostile_shop(folder) -> None:
    """Write shop_small with rows whose texts are hostile, in hostile files and columns."""
    for source in SOURCES:
        with source.open(encoding="utf-8", newline="") as opened:
            header, *rows = csv.reader(opened)
        texts = [name.lower() not in NUMBERS_AND_TIMES for name in header]
        hostile = [
            [text if is_text else value for is_text, value in zip(texts, rows[0], strict=True)]
            for text in HOSTILE
        ]
        # their times are invalid, so these are rejected and published as they were read
        rejected = [[text] * len(header) for text in HOSTILE]
        wide = [header + HEADERS, *(row + HOSTILE[: len(HEADERS)] for row in hostile + rejected)]
        files = [folder / source.stem / name for name in names_of(source)]
        write_rows(files[0], wide)
        write_rows(files[1], [header, *rows])
        write_rows(files[2], [header, rows[1]])
    (folder / "{{ env_var('HOME') }}'.txt").write_text("not an input", encoding="utf-8")


def names_of(source) -> list[str]:
    suffix = ".parquet" if source.stem == "page_load_times" else ".csv"
    return [name + suffix for name in NAMES]


NUMBERS_AND_TIMES = [
    "timestamp",
    "abandonment_time",
    "start_time",
    "end_time",
    "created_at",
    "resolved_at",
    "first_response_at",
    "items_in_cart",
    "total_value",
    "load_time_ms",
    "status_code",
    "response_time_ms",
    "rating",
    "reopen_count",
    "csat_score",
]


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / FOLDER
    write_hostile_shop(folder)
    return folder


def as_var(folder) -> str:
    """Escape a path for --vars, because dbt renders vars as Jinja."""
    return f"{{% raw %}}{folder}{{% endraw %}}"


@pytest.fixture(scope="module")
def plain(raw, tmp_path_factory) -> Place:
    """Build the hostile shop."""
    place = Place(tmp_path_factory.mktemp("plain"), environment={"MONITORING_USER_SALT": ""})
    place.first_run = place.build(raw_dir=as_var(raw), max_rejected_share=0.9)
    return place


@pytest.fixture(scope="module")
def hashed(raw, tmp_path_factory) -> Place:
    """Build the hostile shop with hashed user ids."""
    environment = {"MONITORING_USER_SALT": SALT}
    folder = tmp_path_factory.mktemp("hashed")
    place = Place(folder, environment=environment, writes_artifacts=True)
    place.first_run = place.build(raw_dir=as_var(raw), max_rejected_share=0.9, hash_user_ids=True)
    return place


def as_shown(text: str, column: str) -> str:
    """Return a text as the marts show it: only users and routes are spelled in one way."""
    if column == "user_id":
        return text.lower()
    return re.split("[?#]", text)[0] if column == "endpoint" else text


def test_hostile_texts_are_published_unchanged(plain):
    for column, source in SHOWN.items():
        table, _, name = column.rpartition(".")
        found = set(plain.query(f"select {name} from {table}")[name])
        expected = {as_shown(text, source) for text in HOSTILE}
        assert expected - found == set(), column


def test_a_rejected_row_keeps_its_hostile_text_and_file_name(plain):
    rejected = plain.query("select source_file, raw_row from quality.rejected_rows")
    rows = [json.loads(row) for row in rejected["raw_row"]]
    for text in HOSTILE:
        assert {"page_url": text, "timestamp": text, "load_time_ms": text} in rows
    files = {f"{source.stem}/{name}" for source in SOURCES for name in names_of(source)}
    hostile = {f"{source.stem}/{names_of(source)[0]}" for source in SOURCES}
    assert hostile <= set(rejected["source_file"]) <= files


def test_a_folder_named_like_a_column_does_not_replace_it(plain):
    assert "evil" not in set(plain.query("from core.users")["user_key"])
    assert "evil" not in set(plain.query("from core.pages")["page_key"])
    assert "evil" not in set(plain.query("from ux.page_speed_daily")["page_key"])


def test_hostile_texts_are_not_executed(plain):
    assert plain.query("select count(*) as n from core.users")["n"][0] > len(HOSTILE)
    for folder in (PROJECT, plain.folder):
        assert not list(folder.glob("executed")) + list(folder.glob("stolen*"))
    text = one_line(plain.first_run.text)
    assert "Ignored in raw_dir: " in text and "{{ env_var('HOME') }}'.txt" in text


def test_hashing_changes_only_user_ids(plain, hashed):
    clear, salted = plain.cells(), hashed.cells()
    assert clear["executive.headline_kpis"] == salted["executive.headline_kpis"]
    keys = dict.fromkeys(row[0] for row in clear["core.users"])
    salted_of = {key: hash_of(key) for key in keys}
    assert clear.keys() == salted.keys()
    for mart, rows in clear.items():
        names = plain.query(f"from {mart} limit 0").columns
        assert expected_rows(rows, names, salted_of) == sorted_rows(salted[mart], names), mart


def hash_of(key: str) -> str:
    return hashlib.sha256(f"{SALT}|{key}".encode()).hexdigest()[:32]


def cleaned(user: str) -> str:
    return re.sub(r"^(user|usr|u)[-_ ]*0*(\d+)$", r"u\2", user.strip().lower())


def expected_rows(rows, names, salted_of):
    """Replace the user ids of rows with the hashes that Python computes."""
    changed = []
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        if cells.get("user_key") is not None:
            cells["user_key"] = salted_of[cells["user_key"]]
        if "raw_row" in cells:
            texts = json.loads(cells["raw_row"])
            if (texts.get("user_id") or "").strip():
                texts["user_id"] = hash_of(cleaned(texts["user_id"]))
            cells["raw_row"] = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        changed.append(tuple(cells.values()))
    return sorted_rows(changed, names)


def sorted_rows(rows, names):
    """Sort rows without feedback_id, which is a hash of the user id as well."""
    kept = [index for index, name in enumerate(names) if name != "feedback_id"]
    return sorted(tuple(repr(row[index]) for index in kept) for row in rows)


def test_the_published_file_has_no_clear_user_ids(plain, hashed):
    ids = {text.lower() for text in HOSTILE} | set(plain.query("from core.users")["user_key"])
    for mart, rows in hashed.cells().items():
        names = hashed.query(f"from {mart} limit 0").columns
        for row in rows:
            cells = dict(zip(names, row, strict=True))
            for name in {"user_key", "user_id"} & cells.keys():
                assert cells[name] not in ids, mart
            user = json.loads(cells.get("raw_row") or "{}").get("user_id") or ""
            assert cleaned(user) not in ids, mart


def test_the_salt_is_in_no_file_and_no_output(hashed):
    spellings = [SALT, json.dumps(SALT)[1:-1], SALT.replace("'", "''"), "grain of salt"]
    files = [file for file in hashed.folder.rglob("*") if file.is_file()]
    assert {"manifest.json", "dbt.log", "build.duckdb", "monitoring.duckdb"} <= {
        file.name for file in files
    }
    for spelling in spellings:
        assert spelling not in hashed.first_run.text
        for file in files:
            assert spelling.encode() not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("salt", "reason"),
    [
        ("", "is not set"),
        pytest.param("fifteen letters", "has fewer than 16 characters", marks=pytest.mark.full),
    ],
)
def test_nothing_is_built_without_a_valid_salt(hashed, raw, salt, reason):
    before = hashed.published.read_bytes()
    place = Place(hashed.folder, environment={"MONITORING_USER_SALT": salt})
    run = place.dbt("build", raw_dir=as_var(raw), max_rejected_share=0.9, hash_user_ids=True)
    assert run.code != 0
    text = one_line(run.text)
    assert f"the environment variable MONITORING_USER_SALT {reason}: set it to a secret" in text
    assert "Nothing was built or published." in text
    assert "OK created" not in text and "Traceback" not in text
    assert not salt or salt not in run.text
    assert hashed.published.read_bytes() == before


class Repository(http.server.ThreadingHTTPServer):
    """An empty extension repository that records requests."""

    def __init__(self):
        self.requests = []
        super().__init__(("127.0.0.1", 0), NotFound)
        self.url = f"http://127.0.0.1:{self.server_port}"


class NotFound(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.requests.append(self.path)
        self.send_error(404)

    def log_message(self, *_):
        """Log nothing."""


@pytest.fixture
def repository():
    with Repository() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def extensions_of(repository, tmp_path) -> dict:
    return {
        "custom_extension_repository": repository.url,
        "autoinstall_extension_repository": repository.url,
        "extension_directory": str(tmp_path / "extensions"),
    }


@pytest.fixture
def building(repository, tmp_path):
    """Open a cursor as dbt does, with the settings of profiles.yml."""
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    credentials = profile["monitoring"]["outputs"]["dev"]
    credentials |= {"path": str(tmp_path / "build.duckdb"), "database": "build", "schema": "main"}
    options = credentials["config_options"] | {"memory_limit": "1GB"}
    credentials["config_options"] = options | extensions_of(repository, tmp_path)
    environment = create(DuckDBCredentials.from_dict(credentials))
    yield environment.handle().cursor()
    environment.close()


@pytest.fixture
def reading(repository, tmp_path, monkeypatch):
    """Open a connection as the project's readers do."""
    path = tmp_path / "monitoring.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table kept as select 1 as n")
    for name, value in extensions_of(repository, tmp_path).items():
        monkeypatch.setitem(warehouse.CONFIGURATION, name, value)
    with warehouse.connect(path) as connection:
        yield connection


NEEDS_AN_EXTENSION = [
    "from read_csv('{url}/a.csv')",
    "attach '{url}/a.duckdb' as a",
    "from read_xlsx('a.xlsx')",
    "from sqlite_scan('a.db', 'a')",
    "attach 'sqlite:a.db' as a",
]
LOCKED = [
    "set autoinstall_known_extensions = true",
    "set autoload_known_extensions = true",
    "set threads = 1",
    "set lock_configuration = false",
    "reset lock_configuration",
]


@pytest.mark.parametrize("connection", ["building", "reading"])
@pytest.mark.parametrize("sql", NEEDS_AN_EXTENSION + LOCKED)
def test_no_extension_is_downloaded_and_no_setting_changed(request, repository, connection, sql):
    with pytest.raises(duckdb.Error):
        request.getfixturevalue(connection).execute(sql.format(url=repository.url))
    assert repository.requests == []


@pytest.mark.parametrize(
    "sql",
    [
        "from read_csv('{folder}/secret.csv')",
        "from '{folder}/secret.csv'",
        "from read_text('{folder}/secret.csv')",
        "from read_blob('{folder}/secret.csv')",
        "from sniff_csv('{folder}/secret.csv')",
        "from glob('{folder}/*')",
        "select getenv('HOME')",  # available in DuckDB's own command line
        "attach '{folder}/other.duckdb' as other",
        "copy kept to '{folder}/stolen.csv'",
        "export database '{folder}/stolen'",
        "install json",
        "set temp_directory = '{folder}'",
        "call enable_logging(storage_path = '{folder}')",
        "insert into kept values (2)",
    ],
)
def test_a_reader_can_access_no_other_file(reading, tmp_path, sql):
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with duckdb.connect(tmp_path / "other.duckdb") as other:
        other.execute("create table a as select 1")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(duckdb.Error):
        reading.execute(sql.format(folder=tmp_path))
    assert sorted(tmp_path.rglob("*")) == before
    assert reading.execute("from kept").fetchall() == [(1,)]
