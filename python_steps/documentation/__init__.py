"""Generated documentation pages: KPI table, function index, a finding step by step, lineage."""
