{%- set value = '{"stringValue":"VARCHAR","intValue":"VARCHAR"}' -%}
{%- set attributes = '"attributes":[{"key":"VARCHAR","value":' ~ value ~ '}]' -%}
{%- set spans = '[{"spans":[{"traceId":"VARCHAR","spanId":"VARCHAR","name":"VARCHAR","kind":"VARCHAR",'
    ~ '"startTimeUnixNano":"VARCHAR","endTimeUnixNano":"VARCHAR",' ~ attributes ~ '}]}]' -%}
{%- set shape = '[{"resource":{' ~ attributes ~ '},"scopeSpans":' ~ spans
    ~ ',"instrumentationLibrarySpans":' ~ spans ~ '}]' -%}
{%- set route = "attributes['http.route'].stringvalue" -%}

with
documents as (
    {{ export_rows('otel', 'spans') }}
),

resources as (
    select
        source_file,
        exported_row,
        resource_spans is null as is_broken,
        -- a line that is cut has no spans, and is to be rejected
        unnest(case when resource_spans is null then [null] else from_json(resource_spans, '{{ shape }}') end)
            as resource
    from documents
),

scopes as (
    select
        source_file,
        exported_row,
        is_broken,
        resource.resource.attributes as resource_attributes,
        -- the second name was used until 2022
        unnest(case
            when is_broken then [null] else coalesce(resource.scopespans, resource.instrumentationlibraryspans)
        end) as scope
    from resources
),

spans as (
    select
        source_file,
        exported_row,
        is_broken,
        resource_attributes,
        unnest(case when is_broken then [null] else scope.spans end) as span
    from scopes
),

server_spans as (
    select
        source_file,
        row_number() over () as input_row,
        exported_row,
        is_broken,
        span,
        cast(
            try_cast(nullif(span.endtimeunixnano, '0') as bigint) - try_cast(span.starttimeunixnano as bigint)
            as decimal(20, 0)
        ) as nanoseconds,
        coalesce(try(map_from_entries(resource_attributes)), map()) as resource_attributes,
        coalesce(try(map_from_entries(span.attributes)), map()) as attributes
    from spans
    where is_broken or span.kind in ('2', 'SPAN_KIND_SERVER')
),

otel_requests as (
    select
        source_file,
        input_row,
        case
            when is_broken then exported_row
            else cast(json_object(
                'traceId', span.traceid,
                'spanId', span.spanid,
                'name', span.name,
                'startTimeUnixNano', span.starttimeunixnano,
                'endTimeUnixNano', span.endtimeunixnano
            ) as string)
        end as exported_row,
        span.starttimeunixnano as timestamp,
        coalesce(
            -- a route for everything says nothing
            case
                when {{ route }} not like '%*%'
                    then {{ regexp_replace_all(route, ':[A-Za-z_]+|[{][^}/]+[}]|<[^>/]+>', '{id}') }}
            end,
            attributes['url.path'].stringvalue,
            {{ path_of_url("attributes['http.target'].stringvalue") }},
            {{ path_of_url("attributes['url.full'].stringvalue") }},
            {{ path_of_url("attributes['http.url'].stringvalue") }},
            {{ regexp_replace_all('span.name', '^[A-Z]+ ', '') }}
        ) as endpoint,
        coalesce(attributes['http.request.method'].stringvalue, attributes['http.method'].stringvalue) as method,
        coalesce(
            attributes['http.response.status_code'].intvalue,
            attributes['http.status_code'].intvalue,
            attributes['http.response.status_code'].stringvalue,
            attributes['http.status_code'].stringvalue
        ) as status_code,
        cast(nanoseconds * 0.000001 as string) as response_time_ms,
        resource_attributes['service.name'].stringvalue as service_name,
        resource_attributes['cloud.region'].stringvalue as region
    from server_spans
)

select * from otel_requests
