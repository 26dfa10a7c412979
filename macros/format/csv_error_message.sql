{#- DuckDB's report on a CSV file that cannot be read, in one line: the file, the line, what is wrong. None for any
    other message. -#}
{% macro csv_error_message(message) %}
    {#- the line as read, which may hold anything, stands before the settings of the reader -#}
    {%- set files = modules.re.findall('(?m)^ *file ?= ?(.+)$', message) -%}
    {%- if not files -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set line = modules.re.search('CSV Error on Line: ([0-9]+)', message) -%}
    {%- set values = modules.re.search('Expected Number of Columns: ([0-9]+) Found: ([0-9]+)', message) -%}
    {%- set original = modules.re.search('Original Line: (.*)', message) -%}
    {%- if values -%}
        {%- set what = 'expected ' ~ values[1] ~ ' values, found ' ~ values[2] -%}
    {%- elif 'unterminated quote' in message -%}
        {%- set what = 'a quoted value is not closed, or goes on behind its closing quote' -%}
    {%- elif 'not utf-8' in message -%}
        {%- set what = 'this is no text in UTF-8 but in another encoding, or no text at all' -%}
    {%- elif 'Maximum line size' in message -%}
        {%- set what = 'the line is longer than 32 MiB' -%}
    {%- elif 'invalid state' in message -%}
        {%- set what = 'its lines end in different ways (LF, CR LF, CR): write all of them alike' -%}
    {%- else -%}
        {%- set what = message.splitlines()[1:3] | join(' ') -%}
    {%- endif -%}
    {{ return(
        files[-1] ~ (', line ' ~ line[1] if line else '') ~ ': ' ~ what | truncate(200)
        ~ (' in "' ~ original[1] | truncate(80) ~ '"' if original and 'UTF-8' not in what else '') ~ '.'
    ) }}
{% endmacro %}
