{#- Whether a duration is far above its baseline and long enough to be noticed. Null without a baseline, even for fast ones:
    counted as not slow, they would lower the rate. -#}
{% macro is_slower_than_baseline(milliseconds, baseline_ms, noticeable_ms) -%}
    case
        when {{ baseline_ms }} is not null
            then {{ milliseconds }} > greatest({{ setting('slow_factor') }} * {{ baseline_ms }}, {{ noticeable_ms }})
    end
{%- endmacro %}
