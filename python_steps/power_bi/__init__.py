"""The Power BI project, from dbt's manifest: star and measures, their TMDL, the report's PBIR."""
