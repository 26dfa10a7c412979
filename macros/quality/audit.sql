{#- A query that fails when a model or seed breaks its contract or one of its data tests that need no other model; each broken promise
    is named. One query, because dbt takes longer over a test than DuckDB. Nothing when there is nothing to check. -#}
{% macro audit_query() -%}
    {%- set checks = audit_checks(model, this) -%}
    {%- set broken = ordered_listagg("promise || ' (rows: ' || failure_count || ')'", ', ') -%}
    {%- if checks %}
    select case when count(*) > 0 then {{ raise_error("'Failed: ' || " ~ broken) }} end
    from (
        {%- for check in checks %}
        select
            '{{ check.promise }}' as promise,
            count(*) as failure_count
        from ({{ check.query }}) {{ "union all" if not loop.last }}
        {%- endfor %}
    )
    where failure_count > 0
    {%- endif -%}
{%- endmacro %}

{#- Post-hook of models and seeds on Spark. It runs the query here, because Spark runs a hook only as far as its result is read. On
    DuckDB the materializations do (macros/overrides). -#}
{% macro audit() -%}
    {%- set query = audit_query() if execute and target.type == 'spark' -%}
    {{ return(run_query(query) and '' if query else '') }}
{%- endmacro %}

{#- What an audit checks of a node, as [{promise, query of the rows that break it}]. -#}
{% macro audit_checks(node, relation) %}
    {%- set checks = [] -%}
    {%- for test in graph.nodes.values() if test.attached_node == node.unique_id and is_audited(test) -%}
        {%- set arguments = {} -%}
        {%- for name, value in test.test_metadata.kwargs.items() if name != 'model' -%}
            {%- do arguments.update({name: fromyaml(render(value)) if value is string and '{{' in value else value}) -%}
        {%- endfor -%}
        {%- set rows = '(select * from ' ~ relation ~ ' where ' ~ test.config.where ~ ') as rows' if test.config.where else relation -%}
        {%- do checks.append({'promise': test.name, 'query': context['test_' ~ test.test_metadata.name](rows, **arguments)}) -%}
    {%- endfor -%}
    {%- if node.config.get('contract', {}).enforced and target.type == 'duckdb' -%}
        {%- do checks.append({'promise': 'contract', 'query': columns_unlike_contract(node)}) -%}
    {%- endif -%}
    {{ return(checks) }}
{% endmacro %}

{#- Whether audits run a data test; selectors.yml leaves the same ones out of dbt build. -#}
{% macro is_audited(test) %}
    {{ return(test.config.severity == 'ERROR' and test.test_metadata and test.test_metadata.name in [
        'unique', 'not_null', 'accepted_values',
        'has_default_row', 'is_between', 'is_clean_page', 'is_lower_case', 'is_positive', 'unique_together',
    ]) }}
{% endmacro %}

{#- The columns of a table that differ from the contract in name, type or place. -#}
{% macro columns_unlike_contract(node) -%}
    select
        coalesce(written.column_name, expected.column_name) || ': column ' || coalesce(written.column_index || ', ' || written.data_type, 'missing')
        || ', the contract says ' || coalesce(expected.column_index || ', ' || expected.data_type, 'none') as problem
    from (
        values
        {%- for column in node.columns.values() %}
        ('{{ column.name }}', typeof(cast(null as {{ column.data_type }})), {{ loop.index }}) {{- "," if not loop.last }}
        {%- endfor %}
    ) as expected (column_name, data_type, column_index)
    full join (
        select column_name, data_type, column_index
        from duckdb_columns()
        where database_name = current_database() and schema_name = '{{ node.schema }}' and table_name = '{{ node.alias }}'
    ) as written
        on expected.column_name = written.column_name
    where
        expected.data_type is distinct from written.data_type
        or expected.column_index is distinct from written.column_index
{%- endmacro %}
