"""SQLAlchemy: reflects and reads every mart, then tries to write."""

import json
import sys
import warnings

import sqlalchemy
from read_marts import digest, drop_root, error_of


def main(path: str) -> None:
    warnings.filterwarnings("ignore", message=".*reflection on indices")
    engine = sqlalchemy.create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
    inspector = sqlalchemy.inspect(engine)
    schemas = sorted(
        name.partition(".")[2]
        for name in inspector.get_schema_names()
        if name.startswith("monitoring.")
    )
    tables, marts = {}, {}
    with engine.connect() as connection:
        for schema in schemas:
            for name in inspector.get_table_names(schema=schema):
                table = sqlalchemy.Table(
                    name, sqlalchemy.MetaData(), schema=schema, autoload_with=engine
                )
                mart = f"{schema}.{name}"
                tables[mart] = {
                    "comment": table.comment,
                    "key": [column.name for column in table.primary_key],
                    "columns": [
                        [column.name, column.type.python_type.__name__, column.comment]
                        for column in table.columns
                    ],
                }
                marts[mart] = digest(tuple(row) for row in connection.execute(table.select()))
        statement = sqlalchemy.text("delete from ux.sessions")
        found = {"tables": tables, "marts": marts}
        found["write"] = error_of(lambda: connection.execute(statement))
    engine.dispose()
    drop_root()
    found["open_for_writing"] = error_of(
        lambda: sqlalchemy.create_engine(f"duckdb:///{path}").connect()
    )
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
