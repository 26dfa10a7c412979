{#- A sentence of the seed playbook with its braces filled in: a dict of names to SQL texts. A value that is not
    known is left as a dash, so that the sentence stays; a brace in a value is no name to fill in. -#}
{% macro fill_template(sentence, values) -%}
    {%- set filled = namespace(sql=sentence) -%}
    {%- for name, value in values.items() -%}
        {%- set text = "replace(coalesce(" ~ value ~ ", '-'), '{', chr(1))" -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ name ~ "}', " ~ text ~ ")" -%}
    {%- endfor -%}
    replace({{ filled.sql }}, chr(1), '{')
{%- endmacro %}

{#- What a sentence may ask for, from columns of the same names that hold texts; from blanks without them. -#}
{% macro fill_finding_template(sentence, columns_of=none) -%}
    {%- set values = {} -%}
    {%- for name in ['subject', 'detail', 'name', 'value', 'baseline', 'hits', 'events', 'expected', 'period'] -%}
        {%- do values.update({name: columns_of ~ '.' ~ name ~ '_text' if columns_of else "''"}) -%}
    {%- endfor -%}
    {%- do values.update({'hours': "'" ~ var('late_reply_hours') ~ "'"}) -%}
    {{ fill_template(sentence, values) }}
{%- endmacro %}
