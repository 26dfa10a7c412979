{#- A number above 0. -#}
{% test is_positive(model, column_name) %}
select
    {{ column_name }},
    '{{ column_name }} ' || {{ column_name }} || ' is not above 0' as problem
from {{ model }}
where {{ column_name }} <= 0
{% endtest %}
