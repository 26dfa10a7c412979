-- A sentence that is missing, or that asks for what nobody fills in, would only show when its finding does.
with
playbook as (select * from {{ ref('playbook') }}),

list_sentences as (
    select kind, 'headline' as name, headline as sentence from playbook
    union all
    select kind, 'evidence' as name, evidence as sentence from playbook
    union all
    select kind, 'recommended_action' as name, recommended_action as sentence from playbook
),

find_unfilled as (
    select *, {{ fill_finding_template('sentence') }} as filled
    from list_sentences
)

select 'playbook: a row has no kind' as problem from playbook where kind is null
union all
select 'playbook, ' || kind || ': owner is missing' as problem from playbook where owner is null
union all
select concat('playbook, ', kind, ': severity is ', severity, ', expected info, warning or critical') as problem
from playbook
where severity is null or severity not in ('info', 'warning', 'critical')
union all
select 'playbook, ' || kind || ': ' || name || ' is missing' as problem from list_sentences where sentence is null
union all
select 'playbook, ' || kind || ': ' || name || ' asks for what nobody fills in: ' || sentence as problem
from find_unfilled
where contains(filled, '{')
