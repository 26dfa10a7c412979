{#- Sentiment of a comment in the mart feedback: by its rating, or by its text when there is no rating. -#}
{% macro comment_sentiment() -%}
    coalesce(rating_sentiment, nullif(nullif(text_sentiment, 'missing'), 'not_readable'))
{%- endmacro %}

{#- The text of a comment, to look for issues; null when it cannot be read, because English terms in it mean nothing. -#}
{% macro readable_text() -%} case when text_sentiment = 'not_readable' then null else feedback_text end {%- endmacro %}
