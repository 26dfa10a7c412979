{#- dbt source freshness: how old the newest file of each input is. -#}

{#- The query of the time at which the newest file of an input was written. Now for an input without a file, which is not
    checked: it has the shipped seeds, is absent or derived, or is a table, whose own source can have a freshness. -#}
{% macro newest_file_query(table) -%}
    {%- set query -%}
        select cast(max(cast(modified as {{ adapter.dispatch('instant_type')() }})) as string)
        from manifest.files_found
        where input_table = '{{ table }}' and size is not null
    {%- endset -%}
    {%- set newest = run_query(query).columns[0].values()[0] if execute and var('raw_dir') else none -%}
    {%- if newest is none -%}
        {%- do log(table ~ ' is not checked: it has no file in raw_dir', info=true) -%}
    {%- endif -%}
    select {{ "cast('" ~ newest ~ "' as " ~ adapter.dispatch('instant_type')() ~ ')' if newest else 'now()' }}
{%- endmacro %}

{#- The type of a point in time. -#}
{% macro default__instant_type() -%} {{ return('timestamp with time zone') }} {%- endmacro %}
{% macro spark__instant_type() -%} {{ return('timestamp') }} {%- endmacro %}
