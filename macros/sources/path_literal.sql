{#- A path as an SQL text, in which only the pattern, if there is one, is expanded. -#}
{% macro path_literal(path, pattern='') -%}
    {{ return(string_literal(path.replace('[', '[[]').replace('*', '[*]').replace('?', '[?]') ~ pattern)) }}
{%- endmacro %}

{#- Paths as an SQL list of texts. -#}
{% macro file_list(files) -%}
    [{% for file in files %}{{ path_literal(file) }}{{ ", " if not loop.last }}{% endfor %}]
{%- endmacro %}
