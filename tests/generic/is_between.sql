{#- A number is within its bounds, inclusive. -#}
{% test is_between(model, column_name, minimum, maximum) %}
select
    {{ column_name }},
    '{{ column_name }} ' || {{ column_name }} || ' is not between {{ minimum }} and {{ maximum }}' as problem
from {{ model }}
where {{ column_name }} not between {{ minimum }} and {{ maximum }}
{% endtest %}
