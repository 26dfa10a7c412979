{#- A number is greater than 0. -#}
{% test is_positive(model, column_name) %}
select
    {{ column_name }},
    '{{ column_name }} ' || {{ column_name }} || ' is not greater than 0' as problem
from {{ model }}
where {{ column_name }} <= 0
{% endtest %}
