{#- What a comment of the mart feedback says on the whole: by its rating, and without one by its text. -#}
{% macro comment_sentiment() -%} coalesce(rating_sentiment, nullif(text_sentiment, 'missing')) {%- endmacro %}
