"""Plugins of dbt-duckdb (profiles.yml)."""
