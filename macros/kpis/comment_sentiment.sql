{#- Sentiment of a comment in the mart feedback: by its rating, or by its text when there is no rating. -#}
{% macro comment_sentiment() -%} coalesce(rating_sentiment, nullif(text_sentiment, 'missing')) {%- endmacro %}
