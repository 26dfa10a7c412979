{#- The steps of the funnel that pages stand for, in order, as {name: number}: the var funnel_steps without completed. -#}
{% macro page_steps() %}
    {%- set steps = {} -%}
    {%- for name, number in var('funnel_steps') | dictsort(by='value') if name != 'completed' -%}
        {%- do steps.update({name: number}) -%}
    {%- endfor -%}
    {{ return(steps) }}
{% endmacro %}

{#- The number of a step. A shop without home or checkout has another first and last step; null for any other step that it lacks. -#}
{% macro funnel_step(name) %}
    {%- set steps = page_steps() -%}
    {%- set substitutes = {'home': steps.values() | first, 'checkout': steps.values() | last} -%}
    {{ return(steps.get(name, substitutes.get(name, 'null'))) }}
{% endmacro %}
