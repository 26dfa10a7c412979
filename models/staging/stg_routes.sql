{{ config(materialized='table', meta={'is_lookup': true}) }}

with
endpoints as (select distinct endpoint from {{ ref('base_api_logs') }} where row_status = 'accepted'),
rules as (select * from {{ ref('route_rules') }}),

clean_endpoints as (
    select
        endpoint,
        coalesce(nullif({{ regexp_replace_all('endpoint', '[?#].*$|;[A-Za-z_]+=[^/?#]*', '') }}, ''), '/') as path
    from endpoints
),

paths as (select distinct path from clean_endpoints),

find_first_rule as (
    select
        paths.path,
        min(rules.rule_order) as rule_order
    from paths
    inner join rules
        on {{ matches_rule(lower_case('paths.path'), 'rules.pattern') }}
    group by paths.path
),

stg_routes as (
    select
        clean_endpoints.endpoint as endpoint_as_exported,
        coalesce(
            rules.route,
            {{ with_id_placeholders('clean_endpoints.path') if var('routes_with_ids') else 'clean_endpoints.path' }}
        ) as endpoint,
        rules.service_name
    from clean_endpoints
    left join find_first_rule
        on clean_endpoints.path = find_first_rule.path
    left join rules
        on find_first_rule.rule_order = rules.rule_order
)

select * from stg_routes
