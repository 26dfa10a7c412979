-- The relationships tests of the properties files in one query, because dbt takes longer over each than DuckDB.
{%- set tables = [
    'anomalies', 'burn_alerts', 'cart_abandonment_daily', 'carts', 'clicks_daily', 'commerce_orders', 'core_pages', 'dates',
    'endpoint_health_hourly', 'feedback', 'feedback_daily', 'funnel_daily', 'headline_kpis', 'incidents', 'issues_daily',
    'kpi_columns', 'kpis', 'kpis_daily', 'page_speed_daily', 'revenue_daily', 'service_health_daily', 'sessions', 'slo_status_daily',
    'tickets', 'tickets_daily', 'users'
] -%}
{%- for name in tables -%}
{%- do ref(name) -%}
{%- endfor -%}
{%- set keys = [] -%}
{%- set nodes = graph.nodes.values() if execute else [] -%}
{%- for test in nodes if test.test_metadata and test.test_metadata.name == 'relationships' -%}
{%- set child, key = graph.nodes[test.attached_node].name, test.test_metadata.kwargs -%}
{%- set parent = key.to.split("'")[1] -%}
{%- for name in [child, parent] if name not in tables -%}
{%- do exceptions.raise_compiler_error('add ' ~ name ~ ' to tests/singular/every_foreign_key_is_found.sql') -%}
{%- endfor -%}
{%- do keys.append([child, key.column_name, parent, key.field]) -%}
{%- endfor -%}
{% for child, column, parent, key in keys %}
select
    '{{ child }}.{{ column }}: not in {{ parent }}.{{ key }} are ' || count(*) || ' rows, such as '
    || min(cast({{ column }} as string)) as problem
from {{ ref(child) }}
where
    {{ column }} is not null
    and {{ column }} not in (select {{ key }} from {{ ref(parent) }})
having count(*) > 0
{{ "union all" if not loop.last }}
{%- endfor %}
