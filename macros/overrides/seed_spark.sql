{#- Seeds on Spark, exactly as on DuckDB (macros/inputs/seed.sql). dbt-spark's loader writes the text None for an empty value,
    reads whole numbers as doubles and breaks on a quote. -#}
{% materialization seed, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set old_relation = load_relation(this) -%}
    {%- set rows = model.name ~ '__rows' -%}
    {%- set columns = {} -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.update({column.name: column.config.meta.get('required', true)}) -%}
    {%- endfor -%}

    {{ run_hooks(pre_hooks) }}
    {% call statement('read_rows', language='python') %}
from python_steps.spark.seeds import create_seed_view

create_seed_view(
    spark,
    {{ tojson(model.root_path ~ '/' ~ model.original_file_path) }},
    {{ tojson(model.original_file_path) }},
    dict({{ columns.items() | list }}),
    {{ tojson(rows) }},
)
    {% endcall %}
    {%- do adapter.drop_relation(old_relation) if old_relation is not none -%}
    {% call statement('main') -%}
        create table {{ target_relation }} {{ file_format_clause() }} as
        select
            {%- for column in columns %}
            {{ cast_seed_column(column, config.get('column_types')[column]) if column in config.get('column_types', {})
                else adapter.quote(column) }}
            {{- "," if not loop.last }}
            {%- endfor %}
        from {{ rows }}
    {%- endcall %}
    {%- do store_result('agate_table', response='OK', agate_table=run_query('select * from ' ~ target_relation ~ ' limit 5')) -%}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
