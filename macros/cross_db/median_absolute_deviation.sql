{#- The median distance of a group's values from their median (MAD); two passes where an engine has no such aggregate. -#}
{% macro median_absolute_deviation(column) -%}
    {{ return(adapter.dispatch('median_absolute_deviation')(column)) }}
{%- endmacro %}

{% macro default__median_absolute_deviation(column) -%}
    mad({{ column }})
{%- endmacro %}

{% macro spark__median_absolute_deviation(column) -%}
    {%- set distances = 'transform(collect_list(' ~ column ~ '), each_value -> abs(each_value - percentile(' ~ column ~ ', 0.5)))' -%}
    get(transform(
        array(sort_array({{ distances }})),
        in_order -> (get(in_order, cast((size(in_order) - 1) / 2 as int)) + get(in_order, cast(size(in_order) / 2 as int))) / 2
    ), 0)
{%- endmacro %}
