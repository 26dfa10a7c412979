"""What dbt on Apache Spark needs from Python: Python models and seeds, run in dbt's own session."""
