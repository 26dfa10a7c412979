{#- A text that is compared in lower case must be written so, or it never matches. -#}
{% test is_lower_case(model, column_name) %}
select
    {{ column_name }},
    '{{ column_name }} "' || {{ column_name }} || '" is not in lower case' as problem
from {{ model }}
where {{ column_name }} <> lower({{ column_name }})
{% endtest %}
