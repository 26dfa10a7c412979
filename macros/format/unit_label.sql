{#- The unit of a KPI as shown: money in the shop's currency. -#}
{% macro unit_label(unit) -%}
    case when {{ unit }} = 'currency' then '{{ var("currency") }}' else {{ unit }} end
{%- endmacro %}
