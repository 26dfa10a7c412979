{#- The lowest (part 1) or highest (part 2) rating of a scale such as 0-10; that of the vars where there is none. -#}
{% macro scale_bound(column, part) -%}
    case
        when {{ regexp_full_match(to_text(column), '[0-9]+-[0-9]+') }}
            then cast(split_part({{ to_text(column) }}, '-', {{ part }}) as double)
        else cast({{ var('rating_min') if part == 1 else var('rating_max') }} as double)
    end
{%- endmacro %}
