{#- Whether something took far longer than usual and long enough to be noticed; null where nothing is usual yet, also
    for what was quick: quick ones alone would say what is usual. -#}
{% macro is_slower_than_baseline(milliseconds, usual_ms, noticeable_ms) -%}
    case
        when {{ usual_ms }} is not null
            then {{ milliseconds }} > greatest({{ setting('slow_factor') }} * {{ usual_ms }}, {{ noticeable_ms }})
    end
{%- endmacro %}
