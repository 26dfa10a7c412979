{#- A sentence of the seed playbook with its placeholders filled from the columns `<placeholder>_text` of a relation, or with
    blanks when none is given. An unknown figure becomes a dash, so the sentence remains; braces inside a value are text. -#}
{% macro fill_template(sentence, figures=none) -%}
    {%- set filled = namespace(sql=sentence) -%}
    {%- for placeholder in [
        'subject', 'detail', 'name', 'value', 'bound', 'baseline', 'occurrences', 'observations', 's', 'expected', 'hours', 'period'
    ] -%}
        {%- set filled.sql -%}
            replace({{ filled.sql }}, '{{ "{" ~ placeholder ~ "}" }}',
            {%- if figures %} replace(coalesce({{ figures }}.{{ placeholder }}_text, '-'), '{', chr(1)))
            {%- else %} '')
            {%- endif -%}
        {%- endset -%}
    {%- endfor -%}
    replace({{ filled.sql }}, chr(1), '{')
{%- endmacro %}
