{#- What a rating says: on the 1-5 scale <= 2 is negative and >= 4 positive; other scales in proportion. -#}
{% macro rating_sentiment(rating) -%}
    {%- set scale = var('rating_max') - var('rating_min') -%}
    case
        when {{ rating }} <= {{ var('rating_min') + 0.25 * scale }} then 'negative'
        when {{ rating }} >= {{ var('rating_max') - 0.25 * scale }} then 'positive'
        when {{ rating }} is not null then 'neutral'
    end
{%- endmacro %}
