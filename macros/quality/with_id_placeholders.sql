{#- A path with {id} for each segment that is an id: numbers, hexadecimal digits from 8 on, a word with a long number (ord-12345, but not
    sale-2026), an e-mail address, and texts of 16 or more characters with a digit, as in UUIDs. v1, oauth2 and top10 are no ids. -#}
{% macro with_id_placeholders(column) -%}
    {%- set patterns = [
        '[0-9]+(?:,[0-9]+)*', '[0-9a-fA-F]{8,}', '[^/@]+@[^/@]+',
        '[A-Za-z]+(?:[_-](?:[03-9][0-9]{3}|1[0-8][0-9]{2}|2[1-9][0-9]{2})|[_-]?[0-9]{5,})(?:[_-][0-9]+)*',
    ] -%}
    {#- neither engine's expressions can look ahead for a digit, so there is one for each place of the first digit -#}
    {%- for length in range(16) -%}
        {%- do patterns.append('[A-Za-z_~=-]{' ~ length ~ (',' if length == 15) ~ '}[0-9][A-Za-z0-9_~=-]{' ~ (15 - length) ~ ',}') -%}
    {%- endfor -%}
    {#- doubled, because ids that follow each other would share a slash -#}
    {%- set doubled = "replace(" ~ column ~ ", '/', '//')" -%}
    {%- set pattern = '(^|/)(?:' ~ patterns | join('|') ~ ')([.:][A-Za-z]+)?(/|$)' -%}
    replace({{ regexp_replace_all(doubled, pattern, '<1>{id}<2><3>') }}, '//', '/')
{%- endmacro %}

{#- True where a path matches a pattern of a rule, in which * stands for anything. -#}
{% macro matches_rule(path, pattern) -%}
    {{ path }} like replace(replace(replace(replace({{ pattern }}, '!', '!!'), '_', '!_'), '%', '!%'), '*', '%') escape '!'
{%- endmacro %}
