"""Plugins for dbt-duckdb, registered in profiles.yml."""
