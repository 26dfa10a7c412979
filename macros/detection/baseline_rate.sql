{#- The rate of a baseline period by Laplace's rule of succession, with a floor: a rate is never 0, because what did not occur
    in a short time is not impossible. -#}
{% macro baseline_rate(occurrences, observations) -%}
    greatest({{ safe_divide(occurrences ~ ' + 1', observations ~ ' + 2') }}, {{ setting('baseline_min_rate') }})
{%- endmacro %}
