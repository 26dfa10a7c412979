{#- Base models: the rows of the files that changed or went give way to those of the files that were read. The days of every
    row that is not among both are noted, for the models that count by the day. -#}
{% macro get_incremental_load_files_sql(arguments) %}
    {%- set table = model.name.removeprefix('base_') -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    {%- set gone -%}
        source_file in (
            select source_file from loads.files_changed where change <> 'kept' and input_table = '{{ table }}'
        )
    {%- endset -%}
    insert into loads.days_touched
    select distinct
        '{{ table }}',
        cast({{ event_time(table) }} as date)
    from (
        ({{ one_way(arguments['target_relation'], arguments['temp_relation'], gone) }})
        union all
        ({{ one_way(arguments['temp_relation'], arguments['target_relation'], gone) }})
    );
    delete from {{ arguments['target_relation'] }} where {{ gone }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{% endmacro %}

{#- The accepted rows of changed files that one table has and the other has not. -#}
{% macro one_way(one, other, gone) -%}
    select * exclude (source_file, input_row, rejected_row) from {{ one }} where reject_reason is null and {{ gone }}
        except all
        select * exclude (source_file, input_row, rejected_row) from {{ other }} where reject_reason is null and {{ gone }}
{%- endmacro %}

{#- Models that count by the day: the rows of the days to be rebuilt give way to the new ones. Meta day is the day of a row. -#}
{% macro get_incremental_rebuild_days_sql(arguments) %}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    {%- set days = days_to_rebuild() -%}
    {%- if days %}
    delete from {{ arguments['target_relation'] }}
    where {{ model.config.meta['day'] }} in ('{{ days | join("', '") }}');
    {%- endif %}
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{% endmacro %}

{#- Scores of texts: those of texts that are no longer there go, those of new texts come. -#}
{% macro get_incremental_keep_texts_sql(arguments) %}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arguments['target_relation'] }}
    where feedback_text not in (select feedback_text from {{ relation_of('int_feedback_texts') }});
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{% endmacro %}
