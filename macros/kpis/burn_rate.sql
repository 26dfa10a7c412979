{#- Burn rate of an error budget: at 1 the budget lasts exactly its window. Null when an objective of 1 leaves no budget. -#}
{% macro burn_rate(bad_count, valid_count, objective) -%}
    {{ safe_divide(safe_divide(bad_count, valid_count), '(1 - ' ~ objective ~ ')') }}
{%- endmacro %}
