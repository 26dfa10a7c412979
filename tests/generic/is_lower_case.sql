{#- A text that is compared in lower case is written in lower case; any other spelling never matches. -#}
{% test is_lower_case(model, column_name) %}
select
    {{ column_name }},
    '{{ column_name }} "' || {{ column_name }} || '" never matches: write it "' || lower({{ column_name }}) || '"' as problem
from {{ model }}
where {{ column_name }} <> lower({{ column_name }})
{% endtest %}
