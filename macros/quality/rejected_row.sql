{#- The row as read, as JSON, where it is rejected; null where it is accepted, so that it costs nothing. -#}
{% macro rejected_row(table) -%}
    case
        when reject_reason is not null
            then {{ to_json_text('raw_row', (input_columns(table) if execute else {'none': false}).keys() | list) }}
    end
{%- endmacro %}
