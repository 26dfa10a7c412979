{#- A rate as the days before let it be expected. One hit in two events more (Laplace) and a least rate keep it off
    0: what was never seen in a short time is not impossible. -#}
{% macro usual_rate(hits, events) -%}
    greatest({{ rate(hits ~ ' + 1', events ~ ' + 2') }}, {{ var('least_rate') }})
{%- endmacro %}
