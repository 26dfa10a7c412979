{#- A reference seed that looks up values by name needs a row named * for all other names, with a value in every column that other rows
    may leave blank. -#}
{% test has_default_row(model, column_name, filled) %}
select 'no row with {{ column_name }} * has a value in {{ filled | join(", ") }}' as problem
where not exists (
    select 1
    from {{ model }}
    where
        {{ column_name }} = '*'
        {%- for column in filled %}
        and {{ column }} is not null
        {%- endfor %}
)
{% endtest %}
