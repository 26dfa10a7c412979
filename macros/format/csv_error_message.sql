{#- DuckDB's error for a CSV file it cannot read, as one line: file, line, problem. None for any other error. -#}
{% macro csv_error_message(message) %}
    {#- the line as read may contain anything, and comes before the settings of the reader -#}
    {%- set files = modules.re.findall('(?m)^ *file ?= ?(.+)$', message) -%}
    {%- if not files -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set line = modules.re.search('CSV Error on Line: ([0-9]+)', message) -%}
    {%- set values = modules.re.search('Expected Number of Columns: ([0-9]+) Found: ([0-9]+)', message) -%}
    {%- set original = modules.re.search('Original Line: (.*)', message) -%}
    {%- set problem =
        'expected ' ~ values[1] ~ ' values, found ' ~ values[2] if values
        else 'a quoted value is not closed, or continues after its closing quote' if 'unterminated quote' in message
        else 'the file is not UTF-8 text; if a program on Windows wrote it: --vars "{source_encoding: windows-1252}"' if 'not utf-8' in message
        else 'the line is longer than 4 MiB' if 'Maximum line size' in message
        else 'its lines end in different ways (LF, CR LF, CR): use one of them' if 'invalid state' in message
        else message.splitlines()[1:3] | join(' ')
    -%}
    {{ return(
        files[-1] ~ (', line ' ~ line[1] if line else '') ~ ': ' ~ problem | truncate(200)
        ~ (' in "' ~ original[1] | truncate(80) ~ '"' if original and 'UTF-8' not in problem else '') ~ '.'
    ) }}
{% endmacro %}
