{#- End of the 5-minute window that starts at a timestamp, or some minutes later. -#}
{% macro window_end_5m(window_start, minutes_past=0) -%} {{ window_start }} + interval {{ 5 + minutes_past }} minute {%- endmacro %}
