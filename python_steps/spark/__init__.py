"""Support for dbt on Apache Spark: Python models and seeds in dbt's Spark session."""
