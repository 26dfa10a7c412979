{#- The currency of all amounts: the var currency, else the most common one in the first file of carts, else EUR. -#}
{% macro shop_currency() %}
    {%- if var('currency') or not can_look_into('cart_abandonment') or not has_column('cart_abandonment', 'currency') -%}
        {{ return(var('currency') or 'EUR') }}
    {%- endif -%}
    {%- set query -%}
        select upper({{ to_value(to_text('currency')) }}) as currency
        from ({{ sample_rows('cart_abandonment') }})
        where {{ to_value(to_text('currency')) }} is not null
        group by 1
        order by count(*) desc, 1
        limit 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | first or 'EUR') }}
{% endmacro %}

{#- The first rows of the first file of an input. -#}
{% macro sample_rows(table) -%}
    {%- set files = files_found(table)[:1] if reads_files() else [] -%}
    {%- set rows = '(' ~ rows_as_exported(table, files) ~ ')' if reads_files() else relation_of(table, 'seed') -%}
    {{ return('select * from ' ~ rows ~ ' limit 10000') }}
{%- endmacro %}
