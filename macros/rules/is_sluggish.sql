{#- Whether something took far longer than usual and long enough to be noticed; null where nothing is usual yet, also
    for what was quick: quick ones alone would say what is usual. -#}
{% macro is_sluggish(milliseconds, usual_ms, noticeable_ms) -%}
    case
        when {{ usual_ms }} is not null
            then {{ milliseconds }} > greatest({{ var('sluggish_factor') }} * {{ usual_ms }}, {{ noticeable_ms }})
    end
{%- endmacro %}
