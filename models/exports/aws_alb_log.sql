{%- set quoted = '(?:[^"\\\\]|\\\\.)*' -%}
{%- set pattern = '^(?:[a-z0-9]+ )?([0-9-]+T[0-9:.]+Z) ([^ ]+) [^ ]+ [^ ]+ (-?[0-9.]+) (-?[0-9.]+) (-?[0-9.]+)'
    ~ ' ([0-9]+|-) (?:[0-9]+|-) -?[0-9]+ -?[0-9]+ "([^ "]+) (' ~ quoted ~ '?)(?: (?:HTTP/[0-9.]+|-) ?)?"'
    ~ ' "' ~ quoted ~ '" [^ ]+ [^ ]+(?: (arn:[^ ]+))?' -%}
{%- set names = [
    'logged_at', 'balancer', 'request_time', 'target_time', 'response_time', 'status', 'method', 'url', 'target_group',
] -%}

with
aws_alb_log as (
    {{ export_rows('aws_alb', 'log', is_numbered=false) }}
),

split_lines as (
    select
        source_file,
        input_row,
        exported_row,
        {{ parse_text('line', pattern, names) }} as fields
    from aws_alb_log
),

aws_alb_requests as (
    select
        source_file,
        input_row,
        exported_row,
        nullif(fields.logged_at, '') as timestamp,
        case
            when fields.method = '-' then '(no request)'
            when fields.method <> '' then {{ path_of_url('fields.url') }}
        end as endpoint,
        nullif(nullif(fields.method, ''), '-') as method,
        -- a dash: the client left before there was a status
        case when fields.status = '-' then '0' else nullif(fields.status, '') end as status_code,
        -- -1 in any of the three: no answer came from a target
        case
            when
                fields.request_time not like '-%'
                and fields.target_time not like '-%'
                and fields.response_time not like '-%'
                then cast((
                    try_cast(fields.request_time as decimal(18, 6))
                    + try_cast(fields.target_time as decimal(18, 6))
                    + try_cast(fields.response_time as decimal(18, 6))
                ) * 1000 as string)
        end as response_time_ms,
        coalesce(
            nullif(split_part(fields.target_group, '/', 2), ''),
            nullif(split_part(fields.balancer, '/', 2), ''),
            nullif(fields.balancer, '')
        ) as service_name,
        nullif(split_part(fields.target_group, ':', 4), '') as region
    from split_lines
)

select * from aws_alb_requests
