-- A missing sentence or an unknown placeholder would only show up once its kind of finding occurs.
with
playbook as (select * from {{ ref('playbook') }}),

list_sentences as (
    {%- for name in ['headline', 'evidence', 'recommended_action'] %}
    select
        kind,
        '{{ name }}' as name,
        {{ name }} as sentence,
        {{ fill_template(name) }} as filled
    from playbook
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select 'playbook: a row has no kind' as problem from playbook where kind is null
union all
{%- for kind in ['service_latency_share', 'page_slowdown_share'] %}
select 'playbook: no row for {{ kind }}, the wording of a slowdown whose median did not rise' as problem
from playbook
having count(case when kind = '{{ kind }}' then 1 end) = 0
union all
{%- endfor %}
select 'playbook, ' || kind || ': owner is missing' as problem from playbook where owner is null
union all
select concat('playbook, ', kind, ': severity is ', severity, ', expected info, warning or critical') as problem
from playbook
where severity is null or severity not in ('info', 'warning', 'critical')
union all
select 'playbook, ' || kind || ': ' || name || ' is missing' as problem from list_sentences where sentence is null
union all
select
    concat(
        'playbook, ', kind, ': ', name,
        case
            when contains(filled, '{hits}') then ' uses {hits}, which was renamed {occurrences}: '
            when contains(filled, '{events}') then ' uses {events}, which was renamed {observations}: '
            else ' uses an unknown placeholder (seeds/reference/playbook.yml lists them): '
        end,
        sentence
    ) as problem
from list_sentences
where contains(filled, '{')
