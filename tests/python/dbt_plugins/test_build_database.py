"""Error messages for a build database that cannot be opened."""

import duckdb
import pytest

from python_steps.dbt_plugins.build_database import connection_error_message


def connection_error(path, **config) -> duckdb.Error:
    with pytest.raises(duckdb.Error) as error:
        duckdb.connect(path, config=config)
    return error.value


def test_a_lock_names_the_process_and_says_to_rerun():
    error = duckdb.IOException('Could not set lock on file "b.duckdb": held in dbt (PID 42)')
    message = connection_error_message("b.duckdb", error)
    assert message == (
        "Another process (PID 42) has locked the build database b.duckdb, probably another build. "
        "Nothing was built. Rerun `dbt build` when it has finished."
    )


def test_a_file_that_is_not_a_database_may_be_deleted(tmp_path):
    path = str(tmp_path / "build.duckdb")
    (tmp_path / "build.duckdb").write_bytes(b"nonsense" * 4096)
    message = connection_error_message(path, connection_error(path))
    assert message.startswith(f"Cannot open the build database {path}: IO Error")
    assert f"It is disposable: delete it and {path}.wal" in message


def test_an_invalid_setting_is_not_blamed_on_the_file(tmp_path):
    path = str(tmp_path / "build.duckdb")
    message = connection_error_message(path, connection_error(path, memory_limit="lots"))
    assert message.startswith("Invalid setting in profiles.yml, such as MONITORING_MEMORY_LIMIT: ")
