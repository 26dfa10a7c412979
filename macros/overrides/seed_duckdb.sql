{#- Seeds are loaded by DuckDB's own reader, as text but for the column_types of their yml, and anew each time.
    dbt's loader guesses types: it turns the id 007 into 7 and 10.50 into 11, and fills columns by position. -#}
{% materialization seed, adapter='duckdb' %}
    {%- set file = model.root_path ~ '/' ~ model.original_file_path -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set columns = {} -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.update({column.name: column.config.meta.get('required', true)}) -%}
    {%- endfor -%}
    {%- set group = csv_headers([file])[0] -%}
    {%- do validate_header(model.original_file_path, group.header, columns) -%}

    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        create or replace table {{ target_relation }} as
        select
            {%- for column in columns %}
            {{ input_value(column, [group], group) if column not in config.get('column_types', {})
                else cast_seed_column(column, config.get('column_types')[column]) }}
            {{- "," if not loop.last }}
            {%- endfor %}
        from {{ read_csv_files([file], group.header, columns) }}
    {%- endcall %}
    {#- dbt's seed runner asks for this result, to show it after dbt seed -#}
    {%- do store_result('agate_table', response='OK', agate_table=run_query('select * from ' ~ target_relation ~ ' limit 5')) -%}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- A typed column of a reference seed; a value that is not of its type stops the seed and is named. -#}
{% macro cast_seed_column(column, type) -%}
    case
        when {{ column }} is null or try_cast({{ column }} as {{ type }}) is not null
            then try_cast({{ column }} as {{ type }})
        else {{ raise_error("'column " ~ column ~ " holds \"' || " ~ column ~ " || '\", expected " ~ type ~ "'") }}
    end as {{ column }}
{%- endmacro %}
