"""Spark 3.5 with Iceberg tables, in the environment of `make test-lake`."""

import zipfile
from pathlib import Path

from engines import LAKE, Spark

SESSION = "spark/extensions/IcebergSparkSessionExtensions.class"
SERVICE = "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"


def spark_with_iceberg(folder: Path) -> Spark:
    """Return a scratch folder in which Spark's own catalog creates Iceberg tables."""
    folder.mkdir(parents=True)
    jar = next(LAKE.glob("lib/python3*/site-packages/feature_store_pyspark/jars/*-3.5.jar"))
    with zipfile.ZipFile(jar) as classes:
        session = next(name for name in classes.namelist() if name.endswith(SESSION))
    # the jar relocates Iceberg's packages and does not register the source with Spark
    package = session.removesuffix(SESSION).replace("/", ".")
    source = folder / "source.jar"
    with zipfile.ZipFile(source, "w") as services:
        services.writestr(SERVICE, f"{package}spark.source.IcebergSource\n")
    return Spark(
        folder,
        installed=LAKE,
        lake="iceberg",
        settings={
            "spark.jars": f"{jar},{source}",
            "spark.sql.extensions": f"{package}spark.extensions.IcebergSparkSessionExtensions",
            "spark.sql.catalog.spark_catalog": f"{package}spark.SparkSessionCatalog",
            "spark.sql.catalog.spark_catalog.type": "hive",
            # the embedded metastore has no lock table; only one process writes here
            "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
        },
    )
