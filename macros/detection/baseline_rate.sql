{#- A rate as the days before let it be expected. One hit in two events more (Laplace) and a least rate keep it off
    0: what was never seen in a short time is not impossible. -#}
{% macro baseline_rate(hits, events) -%}
    greatest({{ safe_divide(hits ~ ' + 1', events ~ ' + 2') }}, {{ setting('baseline_min_rate') }})
{%- endmacro %}
