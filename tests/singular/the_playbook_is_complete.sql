-- A missing sentence or an unknown placeholder would only show once its kind of finding occurs.
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
select concat('playbook: no row for ', kind, '_share, the wording of a slowdown without a higher median') as problem
from playbook
where kind in ('service_latency', 'page_slowdown') and kind || '_share' not in (select kind from playbook)
union all
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
        'playbook, ', kind, ': ', name, ' has ',
        case
            when contains(filled, '{hits}') then 'the placeholder {hits}, which is {occurrences} now: '
            when contains(filled, '{events}') then 'the placeholder {events}, which is {observations} now: '
            else 'a placeholder that is never filled (seeds/reference/playbook.yml lists them): '
        end,
        sentence
    ) as problem
from list_sentences
where contains(filled, '{')
