{#- End of the 5-minute window that starts at a timestamp, or some minutes later. -#}
{% macro window_end_5m(window_start, minutes_past=0) -%} {{ window_start }} + interval {{ 5 + minutes_past }} minute {%- endmacro %}

{#- Sum of a column over the given number of minutes up to the end of a 5-minute window. -#}
{% macro sum_of_last(minutes, column, per) -%}
    cast(sum({{ column }}) over (
        partition by {{ per }} order by window_start range between interval {{ minutes - 5 }} minute preceding and current row
    ) as bigint)
{%- endmacro %}
