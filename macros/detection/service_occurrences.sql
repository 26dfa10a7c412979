{#- The requests that count against a service, slice by slice: errors and latency are judged alike. -#}
{% macro service_occurrences(slices) -%}
    select *, 'errors' as kind, bad_count as hit_count from {{ slices }}
    union all
    select *, 'latency' as kind, sluggish_count as hit_count from {{ slices }}
{%- endmacro %}
