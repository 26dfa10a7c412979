{{ config(materialized='table', meta={'is_lookup': true}) }}
{#- a host without scheme: shop.example.org/cart and example.org/cart, but not index.php/cart -#}
{%- set host = '([a-z0-9-]+[.]){2,}[a-z]{2,}|[a-z0-9-]+[.](com|org|net|shop|store|[a-z]{2})' -%}
{%- set languages = 'ar|bg|bs|ca|cs|da|de|el|en|es|et|eu|fa|fi|fr|gl|he|hi|hr|hu|id|is|it|ja|ko|lt|lv|mk|ms|nb|nl|nn|no'
    ~ '|pl|pt|ro|ru|sk|sl|sq|sr|sv|th|tr|uk|vi|zh' -%}
{%- set without_ending = regexp_replace_all('plain_path', '[.](html?|php|aspx?|jsp)$', '') -%}
{%- set decoded = lower_case(url_decoded('page_path')) -%}
{%- set path = namespace(text="case when contains(page_path, '%') then " ~ decoded ~ " else page_path end") -%}
{%- for pattern, replacement in [
    ('^https?:/*[^/?#]*', ''),
    ('^[a-z][a-z0-9+.-]*://', ''),
    ('^(www[.][^/?#]*|(' ~ host ~ ')(:[0-9]+)?/)', ''),
    ('^([^#]*/)?(index[.][a-z]+)?#!?/', ''),
    ('[?#].*$', ''),
    (';[a-z_]+=[^/]*', ''),
    ('/+', '/'),
    ('^[ /]+|[ /]+$', ''),
    ('^index[.]php(/|$)', ''),
    ('^([a-z]{2}[-_][a-z]{2}|es[-_]419|zh[-_]han[st]|' ~ languages ~ ')(/|$)', ''),
] -%}
{%- set path.text = regexp_replace_all(path.text, pattern, replacement) -%}
{%- endfor -%}

with
clicks as (select page_path from {{ ref('base_clickstream') }} where row_status = 'accepted'),
page_loads as (select page_path from {{ ref('base_page_load_times') }} where row_status = 'accepted'),
sessions as (select drop_off_path from {{ ref('base_session_tracking') }} where row_status = 'accepted'),
steps as (select page_path from {{ ref('stg_page_sequence_steps') }}),
aliases as (select * from {{ ref('pages') }}),
rules as (select * from {{ ref('page_rules') }}),

collect_paths as (
    select page_path from clicks
    union
    select page_path from page_loads
    union
    select drop_off_path as page_path from sessions where drop_off_path is not null
    union
    select page_path from steps
),

-- cleaning costs more than looking up, so a path that is an alias as it is comes first
match_exact_aliases as (
    select
        collect_paths.page_path,
        aliases.page_key,
        aliases.funnel_step
    from collect_paths
    left join aliases
        on collect_paths.page_path = aliases.alias
),

-- without what differs between visits to one page: scheme, host, query, fragment, session id and locale;
-- a hash route (#/cart) is a path
clean_other_paths as (
    select
        page_path,
        coalesce(nullif({{ path.text }}, ''), '/') as plain_path
    from match_exact_aliases
    where page_key is null
),

remove_suffixes as (
    select
        *,
        coalesce(nullif({{ regexp_replace_all(without_ending, '(^|/)index$', '') }}, ''), '/') as short_path
    from clean_other_paths
),

match_clean_aliases as (
    select
        remove_suffixes.*,
        aliases.page_key,
        aliases.funnel_step
    from remove_suffixes
    left join aliases
        on remove_suffixes.short_path = aliases.alias
),

other_paths as (select distinct short_path from match_clean_aliases where page_key is null),

find_first_rule as (
    select
        other_paths.short_path,
        min(rules.rule_order) as rule_order
    from other_paths
    inner join rules
        on {{ matches_rule('other_paths.short_path', 'rules.pattern') }}
    group by other_paths.short_path
),

match_rules as (
    select
        paths.page_path,
        coalesce(paths.page_key, rules.page_key) as page_key,
        coalesce(paths.funnel_step, rules.funnel_step) as funnel_step,
        paths.plain_path
    from match_clean_aliases as paths
    left join find_first_rule
        on
            paths.short_path = find_first_rule.short_path
            and paths.page_key is null
    left join rules
        on find_first_rule.rule_order = rules.rule_order
),

stg_page_paths as (
    select
        page_path,
        page_key,
        funnel_step,
        true as is_listed
    from match_exact_aliases
    where page_key is not null
    union all
    select
        page_path,
        case
            when page_key is not null then page_key
            -- an error page: 404
            when length(plain_path) <= 3 then plain_path
            else {{ with_id_placeholders('plain_path') }}
        end as page_key,
        funnel_step,
        page_key is not null as is_listed
    from match_rules
)

select * from stg_page_paths
