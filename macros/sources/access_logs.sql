{#- Access logs of web servers: what a line has, and the units of the times that administrators add at its end. -#}

{#- The parts of a line in the common or combined log format as a struct. In front of the client may be the host; after the size may
    follow referrer and user agent, and anything else, which is the rest. A line that does not fit has empty parts. -#}
{% macro access_log_fields(line) -%}
    {%- set quoted = '(?:[^"\\\\]|\\\\.)*' -%}
    {%- set pattern = '^(?:([^ ]+?)(?::[0-9]+)? )?[0-9A-Za-z:\\[][^ ]* ([^ ]+) [^ \\[].*?\\[([^\\]]+)\\] (?:"?([^" ]+)"? )?'
        ~ '"(?:([A-Z]{3,20}) (' ~ quoted ~ '?)(?: HTTP/[0-9.]+)?|' ~ quoted ~ ')" ([0-9]{1,3}|-) ([0-9]+|-)'
        ~ '(?: "' ~ quoted ~ '" "' ~ quoted ~ '")?((?: .*)?)$' -%}
    {{ return(parse_text(
        line, pattern, ['host', 'identity', 'logged_at', 'virtual_host', 'method', 'target', 'status', 'size', 'rest']
    )) }}
{%- endmacro %}

{#- The whole number in the rest of a line that has no other one: quoted texts may surround it. -#}
{% macro only_whole_number(rest) -%}
    {%- set texts = '(?: "(?:[^"\\\\]|\\\\.)*"| -)*' -%}
    {{ return('nullif(' ~ parse_text(rest, '^' ~ texts ~ ' ([0-9]+)' ~ texts ~ '$', ['number']) ~ ".number, '')") }}
{%- endmacro %}

{#- The last whole number in the rest of a line. -#}
{% macro last_whole_number(rest) -%}
    {{ return('nullif(' ~ parse_text(rest, '^.*[ ="/]([0-9]+)(?:[ "].*)?$', ['number']) ~ ".number, '')") }}
{%- endmacro %}

{#- The largest of the numbers with three or six decimals in the rest of a line, in which nginx and gunicorn write seconds: the time of a
    request is the largest of its times. A gzip ratio has two decimals. -#}
{% macro largest_seconds(rest) -%}
    {%- set pattern = '[ ="]([0-9]{1,6}[.][0-9]{3}(?:[0-9]{3})?)(?:[ ",]|$)' -%}
    {#- a match takes the blank behind a number, which the next one needs -#}
    {{ return(adapter.dispatch('largest_match')("replace(" ~ rest ~ ", ' ', '  ')", pattern)) }}
{%- endmacro %}
{% macro default__largest_match(text, pattern) -%}
    list_max(cast(regexp_extract_all({{ text }}, '{{ pattern }}', 1) as decimal(18, 6)[]))
{%- endmacro %}
{% macro spark__largest_match(text, pattern) -%}
    array_max(cast(regexp_extract_all({{ text }}, r'{{ pattern }}', 1) as array<decimal(18, 6)>))
{%- endmacro %}

{#- The factor from the unit of whole numbers to milliseconds that export_settings states for access logs; none where it states none. -#}
{% macro stated_factor() %}
    {%- set unit = export_setting('access_log', 'duration_unit') -%}
    {%- set factors = {'us': '0.001', 'ms': '1', 's': '1000'} -%}
    {%- if unit and unit not in factors -%}
        {%- do raise_input_error(
            'The var export_settings states the duration_unit ' ~ unit ~ ' of access_log. Expected us, ms or s.'
        ) -%}
    {%- endif -%}
    {{ return(factors[unit] if unit else none) }}
{% endmacro %}

{#- The access logs whose only whole number is a time in microseconds (Apache's %D): its median is 10 ms or more, which would be 10
    seconds or more in any other unit, and it is not the number of bytes sent. Looks at 1,000 lines of each file, and logs how the
    numbers are read. -#}
{% macro logs_in_microseconds() %}
    {%- set found, unclear = [], [] -%}
    {%- set files = (changed_files_of('api_logs') if is_incremental_build() else files_found('api_logs'))
        if reads_files() and graph.nodes and not stated_factor() else [] -%}
    {%- set samples = [] -%}
    {%- for group in (header_groups('api_logs', files, 'access_log') if files else []) -%}
        {%- for file in group.files -%}
            {%- set one_file = dict(group, files=[file]) -%}
            {%- do samples.append('(select ' ~ source_file(one_file) ~ ' as file, line from ' ~ read_lines(one_file) ~ ' limit 1000)') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for batch in samples | batch(100) -%}
        {%- set query -%}
            select
                file,
                median(number) >= 10000 and avg(case when number between size and size + 5000 then 1 else 0 end) < 0.5 as is_time
            from (
                select
                    file,
                    cast({{ only_whole_number('fields.rest') }} as double) as number,
                    try_cast(fields.size as double) as size
                from (select file, {{ access_log_fields('line') }} as fields from ({{ batch | join(' union all ') }}) as lines) as parsed
            ) as numbers
            where number is not null
            group by file
            order by file
        {%- endset -%}
        {%- for row in run_query(query).rows -%}
            {%- do (found if row[1] else unclear).append(row[0]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if found -%}
        {%- do log(some_of(found, 3) ~ ': whole numbers at the end of lines are read as microseconds (Apache %D)', info=true) -%}
    {%- endif -%}
    {%- if unclear -%}
        {%- do log(
            some_of(unclear, 3) ~ ': whole numbers at the end of lines are not read. If they are response times, state their unit (us, ms'
            ~ ' or s): --vars \'{export_settings: {access_log: {duration_unit: ms}}}\'', info=true
        ) -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}
