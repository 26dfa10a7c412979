-- A kind of finding that the seed playbook does not list has no owner and no wording.
select
    insight_id,
    insight_id || ': seed playbook has no row for its kind and department, or the row lacks a sentence' as problem
from {{ ref('insights') }}
where
    department is null
    or owner is null
    or headline is null
    or evidence is null
    or recommended_action is null
