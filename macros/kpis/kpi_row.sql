{#- One KPI as a row: a ratio of two counts or a figure, with who or what the figure belongs to, and its day. -#}
{% macro kpi_row(kpi, value=none, numerator=none, denominator=none, answer=none, day=none) -%}
    select
        {%- if day %}
        {{ day }},
        {%- endif %}
        '{{ kpi }}' as kpi,
        cast({{ value or safe_divide('(' ~ numerator ~ ')', denominator) }} as double) as value,
        cast({{ answer or 'null' }} as string) as answer,
        cast({{ numerator or 'null' }} as double) as numerator,
        cast({{ denominator or 'null' }} as double) as denominator
{%- endmacro %}
