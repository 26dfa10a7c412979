{#- Base models: the rows of the files that changed or went give way to those of the files that were read. The days of every
    row that is not among both are noted, for the models that count by the day. -#}
{% macro get_incremental_replace_files_sql(arguments) %}
    {%- set table = model.name.removeprefix('base_') -%}
    {%- set names = arguments['dest_columns'] | map(attribute='name') | list -%}
    {%- set columns = get_quoted_csv(names) -%}
    {%- set gone = "source_file in (" ~ source_files(table, "<> 'kept'") ~ ")" -%}
    create or replace temporary table moved_{{ table }} as
    {{ rows_not_in(arguments['target_relation'], arguments['temp_relation'], gone, names) }}
    union all
    {{ rows_not_in(arguments['temp_relation'], arguments['target_relation'], gone, names) }};
    {%- for time in event_times(table) %}
    insert into manifest.affected_dates
    select distinct '{{ table }}', cast({{ time }} as date) from moved_{{ table }} where {{ time }} is not null;
    {%- endfor %}
    {%- if 'user_key' in names %}
    insert into manifest.affected_users select distinct user_key from moved_{{ table }} where user_key is not null;
    {%- endif %}
    drop table moved_{{ table }};
    delete from {{ arguments['target_relation'] }} where {{ gone }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{% endmacro %}

{#- The accepted rows of changed files that one table has and the other has not. -#}
{% macro rows_not_in(one, other, gone, names) -%}
    {%- set names = names | reject('in', ['source_file', 'input_row', 'rejected_row']) | join(', ') -%}
    (
        select {{ names }} from {{ one }} where reject_reason is null and {{ gone }}
        except all
        select {{ names }} from {{ other }} where reject_reason is null and {{ gone }}
    )
{%- endmacro %}

{#- Models that count by the day: the rows of the days to be rebuilt give way to the new ones. Meta day is the day of a row. -#}
{% macro get_incremental_replace_dates_sql(arguments) %}
    {%- set days = affected_dates() -%}
    {{ replace_rows(
        arguments, on_dates(model.config.meta['day'], days) if days else 'false'
    ) }}
{% endmacro %}

{#- One row a user: the rows of users with an event that came or went give way to the new ones. -#}
{% macro get_incremental_replace_users_sql(arguments) %}
    {{ replace_rows(arguments, on_affected_users()) }}
{% endmacro %}

{% macro on_affected_users() -%} user_key in (select user_key from manifest.affected_users) {%- endmacro %}

{#- New rows in the place of those of a condition, which is noted for publishing. -#}
{% macro replace_rows(arguments, condition) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arguments['target_relation'] }} where {{ condition }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }};
    insert into manifest.replaced_rows
    select '{{ model.schema }}.{{ model.alias }}', {{ string_literal(condition) }}
{%- endmacro %}

{#- What a text says, for each text once: rows of texts that are no longer there go, those of new texts come. Meta text is the
    column of the text, meta texts the models and columns where the texts are from. -#}
{% macro get_incremental_sync_texts_sql(arguments) %}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arguments['target_relation'] }}
    where {{ removed_texts() }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{% endmacro %}

{% macro removed_texts() -%}
    {{ model.config.meta['text'] }} not in (
        {%- for name, column in model.config.meta['texts'].items() %}
        select {{ column }} from {{ relation_of(name) }} where {{ column }} is not null
        {{ "union all" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
