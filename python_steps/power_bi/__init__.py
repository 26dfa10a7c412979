"""Generate the Power BI project from dbt's manifest: star schema, DAX, TMDL and PBIR."""
