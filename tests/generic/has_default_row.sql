{#- A reference seed with a row per name needs one named * for all others, and its values for all that the others leave blank. -#}
{% test has_default_row(model, column_name, filled) %}
select 'there is no row with {{ column_name }} * that fills {{ filled | join(", ") }}' as problem
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
