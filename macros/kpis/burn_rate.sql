{#- How many times faster than the objective allows the error budget burns: at 1 it lasts exactly its window; null when an
    objective of 1 leaves no budget. -#}
{% macro burn_rate(bad_count, valid_count, objective) -%}
    {{ safe_divide(safe_divide(bad_count, valid_count), '(1 - ' ~ objective ~ ')') }}
{%- endmacro %}
