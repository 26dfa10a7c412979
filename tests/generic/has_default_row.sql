{#- A reference seed with a row per name needs one named * for all others. -#}
{% test has_default_row(model, column_name) %}
select 'there is no row with {{ column_name }} *' as problem
where not exists (select 1 from {{ model }} where {{ column_name }} = '*')
{% endtest %}
