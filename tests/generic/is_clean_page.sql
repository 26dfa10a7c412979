{#- A page alias is spelled the way pages are looked up; any other spelling never matches. -#}
{% test is_clean_page(model, column_name) %}
select
    {{ column_name }},
    '{{ column_name }} "' || {{ column_name }} || '" never matches: write it "' || {{ clean_page(column_name) }} || '"' as problem
from {{ model }}
where {{ column_name }} <> {{ clean_page(column_name) }}
{% endtest %}
