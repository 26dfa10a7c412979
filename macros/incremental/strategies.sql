{#- Incremental strategies, which dbt looks up by these names. Each replaces rows of the target with those of the source, so running
    it again changes nothing; it runs all statements but the last, and returns the last. -#}

{#- Base models: replaces the rows of changed and removed files; records the dates and users of accepted rows added or removed. -#}
{% macro get_incremental_replace_files_sql(arguments) %}
    {%- set source, target = arguments['temp_relation'], arguments['target_relation'] -%}
    {%- set table = model.name.removeprefix('base_') -%}
    {%- set columns = adapter.get_columns_in_relation(source) | map(attribute='name') | list -%}
    {%- set compared = columns | reject('in', ['source_file', 'input_row', 'rejected_row']) | join(', ') -%}
    {%- set is_in_changed_file -%}
        source_file in (select source_file from manifest.files_changed where change <> 'kept' and input_table = '{{ table }}')
    {%- endset -%}
    {%- set old_rows -%}
        select {{ compared }} from {{ target }} where row_status = 'accepted' and {{ is_in_changed_file }}
    {%- endset -%}
    {%- set new_rows -%} select {{ compared }} from {{ source }} where row_status = 'accepted' {%- endset -%}
    {% call statement() %}
        insert into manifest.affected_rows_{{ table }}
        with changed_rows as ((({{ old_rows }}) except all ({{ new_rows }})) union all (({{ new_rows }}) except all ({{ old_rows }})))
        {%- for time in event_times(table) %}
        select distinct
            '{{ table }}',
            cast({{ time }} as date),
            {{ 'user_key' if 'user_key' in columns else 'cast(null as string)' }}
        from changed_rows {{ "union all" if not loop.last }}
        {%- endfor %}
    {% endcall %}
    {{ return(replace_rows(arguments, is_in_changed_file)) }}
{% endmacro %}

{#- Isolated dates: records the dates and users of rows that were isolated and no longer are, or the reverse. -#}
{% macro get_incremental_replace_isolated_dates_sql(arguments) %}
    {%- for table, contract in input_contracts().items() -%}
        {% call statement() %}
            insert into manifest.affected_rows_{{ table }}
            select distinct '{{ table }}', {{ contract.date }}, {{ 'user_key' if 'user_id' in input_columns(table) else 'cast(null as string)' }}
            from {{ relation_of('base_' ~ table) }}
            {%- for relation in [arguments['target_relation'], arguments['temp_relation']] %}
            left join (select first_date as first_date_{{ loop.index }} from {{ relation }} where input_table = '{{ table }}') on true
            {%- endfor %}
            where
                row_status = 'accepted'
                and coalesce({{ contract.date }} < first_date_1, false) <> coalesce({{ contract.date }} < first_date_2, false)
        {% endcall %}
    {%- endfor -%}
    {{ return(replace_rows(arguments, 'true')) }}
{% endmacro %}

{#- Models by date (incremental_by_date). -#}
{% macro get_incremental_replace_dates_sql(arguments) %}
    {%- set dates = affected_dates() -%}
    {{ return(replace_rows(arguments, is_on_dates(model.config.meta['date_expression'], dates) if dates else 'false')) }}
{% endmacro %}

{#- Models with one row per user. -#}
{% macro get_incremental_replace_users_sql(arguments) %}
    {{ return(replace_rows(arguments, is_affected_user())) }}
{% endmacro %}

{#- Models with rows per distinct text: removes texts that are no longer in any input, and adds new ones. Meta text_column is the
    column of the text, text_sources the models and columns that texts come from. -#}
{% macro get_incremental_sync_texts_sql(arguments) %}
    {%- set is_removed -%}
        {{ model.config.meta['text_column'] }} not in (
            {%- for name, column in model.config.meta['text_sources'].items() %}
            select {{ column }} from {{ relation_of(name) }} where {{ column }} is not null {{ "union all" if not loop.last }}
            {%- endfor %}
        )
    {%- endset -%}
    {{ return(replace_rows(arguments, is_removed)) }}
{% endmacro %}

{#- Replaces the rows of a condition with those of the source. -#}
{% macro replace_rows(arguments, condition) %}
    {%- set source = arguments['temp_relation'] -%}
    {%- set columns = adapter.get_columns_in_relation(source) | map(attribute='name') | join(', ') -%}
    {{ return(adapter.dispatch('replace_rows')(source, arguments['target_relation'], condition, columns)) }}
{% endmacro %}

{#- Records the condition, so that publishing replaces the same rows. -#}
{% macro default__replace_rows(source, target, condition, columns) %}
    {% call statement() %} delete from {{ target }} where {{ condition }} {% endcall %}
    {% call statement() %}
        insert into manifest.replaced_rows select '{{ model.schema }}.{{ model.alias }}', {{ string_literal(condition) }}
    {% endcall %}
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ source }}
{% endmacro %}

{#- Parquet tables on Spark have no delete: a base model drops the partitions of its files, and any other table is written again from
    the rows that stay and the new ones. -#}
{% macro spark__replace_rows(source, target, condition, columns) %}
    {%- if condition == 'false' -%}
        {{ return('select 0') }}
    {%- elif var('lake') != 'parquet' -%}
        {% call statement() %} delete from {{ target }} where {{ condition }} {% endcall %}
    {%- elif config.get('partition_by') -%}
        {%- set query -%} select distinct source_file from {{ target }} where {{ condition }} {%- endset -%}
        {%- set partitions = [] -%}
        {%- for file in run_query(query).columns[0].values() -%}
            {%- do partitions.append('partition (source_file = ' ~ string_literal(file) ~ ')') -%}
        {%- endfor -%}
        {%- if partitions -%}
            {% call statement() %} alter table {{ target }} drop {{ partitions | join(', ') }} {% endcall %}
        {%- endif -%}
    {%- else -%}
        {%- set new = target.incorporate(path={'identifier': target.identifier ~ '__new'}) -%}
        {% call statement() %} drop table if exists {{ new }} {% endcall %}
        {% call statement() %}
            create table {{ new }} {{ file_format_clause() }} {{ comment_clause() }} as
            select {{ columns }} from {{ target }} where not coalesce({{ condition }}, false)
            union all
            select {{ columns }} from {{ source }}
        {% endcall %}
        {% call statement() %} drop table {{ target }} {% endcall %}
        {{ return('alter table ' ~ new ~ ' rename to ' ~ target) }}
    {%- endif -%}
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ source }}
{% endmacro %}
