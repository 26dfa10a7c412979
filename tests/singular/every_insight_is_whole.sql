-- A kind of finding that the seed playbook does not know has nobody to act on it.
select
    insight_id,
    insight_id || ': the playbook has no row for its kind and department, or it has no sentence' as problem
from {{ ref('insights') }}
where
    department is null
    or owner is null
    or headline is null
    or evidence is null
    or recommended_action is null
