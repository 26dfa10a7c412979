{#- Stops with a sentence that names file and column when a header lacks a required column or has one twice. -#}
{% macro validate_header(file, header, columns) %}
    {%- set names = header | map('lower') | list -%}
    {%- set required = [] -%}
    {%- set missing = [] -%}
    {%- for column, is_required in columns.items() if is_required -%}
        {%- do required.append(column) -%}
        {%- do missing.append(column) if column not in names -%}
    {%- endfor -%}
    {%- if missing -%}
        {%- set is_other = names | length == 1 and modules.re.search('[;|\t]', names[0]) -%}
        {%- set hint = " It seems to be separated by something other than a comma." if is_other else "" -%}
        {{ exceptions.raise_compiler_error(
            file ~ " has no column " ~ missing | join(', ') ~ ". Expected " ~ required | join(', ')
            ~ "; found " ~ header | join(', ') | truncate(300) ~ "." ~ hint
        ) }}
    {%- endif -%}
    {%- for column in columns if names.count(column) > 1 -%}
        {{ exceptions.raise_compiler_error(file ~ " has the column " ~ column ~ " more than once.") }}
    {%- endfor -%}
{% endmacro %}
