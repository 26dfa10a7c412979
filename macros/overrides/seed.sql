{#- Overrides dbt's seed materialization because its loader guesses types (the id 007 becomes 7, and 10.50 becomes 11), fills columns
    by position, and on Spark writes None for an empty value and breaks on a quote. Here a seed is read like any input: as text,
    except for the column_types in its yml. -#}
{% materialization seed, adapter='duckdb' %}
    {%- set file = model.root_path ~ '/' ~ model.original_file_path -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set columns = seed_columns() -%}
    {%- set group = csv_headers([file])[0] -%}
    {%- set problem = group.problem or problem_with_header(model.original_file_path, group.header, columns) -%}
    {%- do raise_input_error(problem) if problem -%}

    {{ run_hooks(pre_hooks) }}
    {% call statement('main', auto_begin=false) -%}
        create or replace table {{ target_relation }} as
        select
            {%- for column in columns %}
            {{ cast_seed_column(column) or input_value(column, [group], group) }} {{- "," if not loop.last }}
            {%- endfor %}
        from {{ read_csv_files(group, columns) }}
    {%- endcall %}
    {%- do store_sample(target_relation) -%}
    {{ return(finish_relation(target_relation)) }}
{% endmaterialization %}

{#- The same on Spark, where Python reads the rows. -#}
{% materialization seed, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set old_relation = load_relation(this) -%}
    {%- set rows = model.name ~ '__rows' -%}
    {%- set columns = seed_columns() -%}

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
            {{ cast_seed_column(column) or adapter.quote(column) }} {{- "," if not loop.last }}
            {%- endfor %}
        from {{ rows }}
    {%- endcall %}
    {%- do store_sample(target_relation) -%}
    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- The columns of a seed as {name: whether it is required}. -#}
{% macro seed_columns() %}
    {%- set columns = {} -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.update({column.name: column.config.meta.get('required', true)}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

{#- A column with a type; a value of another type stops the seed with a message that quotes it. Nothing for a text column. -#}
{% macro cast_seed_column(column) -%}
    {%- set type = config.get('column_types', {}).get(column) -%}
    {%- set message -%} 'column {{ column }} has the value "' || {{ column }} || '", expected {{ type }}' {%- endset -%}
    {%- if type -%}
    case
        when {{ column }} is null or try_cast({{ column }} as {{ type }}) is not null then try_cast({{ column }} as {{ type }})
        else {{ raise_error(message) }}
    end as {{ column }}
    {%- endif -%}
{%- endmacro %}

{#- The rows that dbt seed --show prints. -#}
{% macro store_sample(relation) %}
    {%- set sample -%} select * from {{ relation }} limit 5 {%- endset -%}
    {%- do store_result('agate_table', response='OK', agate_table=run_query(sample) if flags.SHOW else none) -%}
{% endmacro %}
