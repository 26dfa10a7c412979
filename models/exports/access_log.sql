{%- set factor = stated_factor() -%}
{%- set logs_in_microseconds = logs_in_microseconds() -%}
{%- set with_unit = '[ ="(]([0-9]+(?:[.][0-9]+)?)(us|µs|ms|s)(?:[ ")]|$)' -%}
{%- set named = ' (?:sn|host|vhost|server_name)="?([^ "_-][^ "]*)' -%}

with
access_log as (
    {{ export_rows('access', 'log', is_numbered=false) }}
),

split_lines as (
    select
        source_file,
        input_row,
        exported_row,
        {{ access_log_fields('line') }} as fields
    from access_log
),

read_seconds as (
    select
        *,
        nullif(fields.logged_at, '') as logged_at,
        -- a client that sent nothing, or no HTTP, has no response time
        case when fields.method <> '' then nullif(fields.rest, '') end as rest,
        case
            when fields.method <> '' and fields.rest like '%.%' then {{ largest_seconds('fields.rest') }}
        end as seconds
    from split_lines
),

read_other_times as (
    select
        *,
        case when seconds is null then {{ parse_text('rest', with_unit, ['amount', 'unit']) }} end as with_unit,
        case
            when seconds is null then {{ parse_text('rest', ' ([0-9]+)/([0-9]+)(?: |$)', ['seconds', 'microseconds']) }}
        end as both_units,
        {%- if factor %}
        case when seconds is null then {{ last_whole_number('rest') }} end as whole_number
        {%- elif logs_in_microseconds %}
        case
            when
                seconds is null
                and source_file in (
                    {%- for file in logs_in_microseconds %}{{ string_literal(file) }}{{ ', ' if not loop.last }}{% endfor -%}
                )
                then {{ only_whole_number('rest') }}
        end as whole_number
        {%- else %}
        cast(null as string) as whole_number
        {%- endif %}
    from read_seconds
),

access_log_requests as (
    select
        source_file,
        input_row,
        exported_row,
        case
            when logged_at like '____-__-__T%' then logged_at
            else {{ common_log_time('logged_at') }}
        end as timestamp,
        case
            when logged_at is null then null
            -- what a scanner or a client that sent nothing leaves
            when fields.method = '' then '(no request)'
            when fields.target like '/%' then fields.target
            else coalesce({{ path_of_url('fields.target') }}, '/')
        end as endpoint,
        nullif(fields.method, '') as method,
        -- a dash: the connection ended before there was a status
        case when fields.status = '-' then '0' else nullif(fields.status, '') end as status_code,
        cast(case
            when seconds is not null then seconds * 1000
            when with_unit.unit = 's' then try_cast(with_unit.amount as decimal(18, 6)) * 1000
            when with_unit.unit = 'ms' then try_cast(with_unit.amount as decimal(18, 6))
            when with_unit.unit <> '' then try_cast(with_unit.amount as decimal(18, 6)) * 0.001
            when try_cast(both_units.seconds as bigint) = floor(try_cast(both_units.microseconds as bigint) / 1000000.0)
                then try_cast(both_units.microseconds as decimal(18, 6)) * 0.001
            else try_cast(whole_number as decimal(18, 6)) * {{ factor or '0.001' }}
        end as string) as response_time_ms,
        coalesce(
            nullif(nullif(fields.host, ''), '_'),
            nullif(nullif(nullif(fields.virtual_host, ''), '_'), '-'),
            case when fields.identity like '%.%' then fields.identity end,
            case
                when fields.rest like '%=%'
                    then nullif({{ parse_text('fields.rest', named, ['name']) }}.name, '')
                -- the ingress controller of Kubernetes
                when fields.rest like '%] [%'
                    then nullif({{ parse_text('fields.rest', ' \\[([^\\] ]+)\\] \\[', ['name']) }}.name, '')
            end
        ) as service_name
    from read_other_times
)

select * from access_log_requests
