{#- The currency of all amounts: the var currency, else the most common one in the first file of orders, else of carts, else EUR. -#}
{% macro shop_currency() %}
    {%- if var('currency') -%}
        {{ return(var('currency')) }}
    {%- endif -%}
    {%- for table in ['orders', 'cart_abandonment'] if can_look_into(table) and has_column(table, 'currency') -%}
        {%- set query -%}
            select upper({{ to_value(to_text('currency')) }}) as currency
            from ({{ sample_rows(table) }})
            where {{ to_value(to_text('currency')) }} is not null
            group by 1
            order by count(*) desc, 1
            limit 1
        {%- endset -%}
        {%- set found = run_query(query).columns[0].values() | first -%}
        {%- if found -%}
            {{ return(found) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return('EUR') }}
{% endmacro %}

{#- The first rows of the first file of an input. -#}
{% macro sample_rows(table) -%}
    {%- set files = files_found(table)[:1] if reads_files() else [] -%}
    {%- set rows = '(' ~ rows_as_exported(table, files) ~ ')' if reads_files() else relation_of(table, 'seed') -%}
    {{ return('select * from ' ~ rows ~ ' limit 10000') }}
{%- endmacro %}
