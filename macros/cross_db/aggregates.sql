{#- A sum that does not depend on the order of rows: doubles added by several threads differ in the last digits from build to build. -#}
{% macro exact_sum(column) -%} cast({{ decimal_sum(column) }} as double) {%- endmacro %}

{#- The same sum before it becomes a double, so that sums of sums stay exact. -#}
{% macro decimal_sum(column) -%} sum(cast({{ column }} as decimal(38, 9))) {%- endmacro %}

{#- The exact, interpolated percentile; over makes it a window function. -#}
{% macro percentile(column, share, over='') -%} {{ return(adapter.dispatch('percentile')(column, share, over)) }} {%- endmacro %}
{% macro default__percentile(column, share, over) -%} quantile_cont({{ column }}, {{ share }}){{ over }} {%- endmacro %}
{#- Spark's interpolation gives 2849.9999999999995 where DuckDB's gives 2850, so digits after the tenth are dropped; below 1 they
    are significant. -#}
{% macro spark__percentile(column, share, over) -%}
    {%- set percentile -%} percentile({{ column }}, {{ share }}){{ over }} {%- endset -%}
    case when abs({{ percentile }}) < 1 then {{ percentile }} else cast(cast({{ percentile }} as decimal(38, 10)) as double) end
{%- endmacro %}

{#- Median of a column over the given number of days before the day of each row. -#}
{% macro rolling_median(column, partition_by, day, days) -%}
    {%- set over %} over (partition by {{ partition_by }} {{ days_before(day, days) }}){% endset -%}
    {{ percentile(column, 0.5, over) }}
{%- endmacro %}

{#- Window frame of the given number of days before the day of each row. -#}
{% macro days_before(day, days) -%} {{ return(adapter.dispatch('days_before')(day, days)) }} {%- endmacro %}
{% macro default__days_before(day, days) -%}
    order by {{ day }} range between interval {{ days }} days preceding and interval 1 day preceding
{%- endmacro %}
{% macro spark__days_before(day, days) -%}
    order by {{ day }} range between {{ days }} preceding and 1 preceding
{%- endmacro %}

{#- Median absolute deviation. -#}
{% macro median_absolute_deviation(column) -%}
    {{ return(adapter.dispatch('median_absolute_deviation')(column)) }}
{%- endmacro %}
{% macro default__median_absolute_deviation(column) -%} mad({{ column }}) {%- endmacro %}
{% macro spark__median_absolute_deviation(column) -%}
    get(transform(
        array(sort_array(transform(
            collect_list({{ column }}), each_value -> abs(each_value - percentile({{ column }}, 0.5))
        ))),
        ordered -> (get(ordered, cast((size(ordered) - 1) / 2 as int)) + get(ordered, cast(size(ordered) / 2 as int))) / 2
    ), 0)
{%- endmacro %}

{#- The values of a group joined into one text, ordered by one or more columns (the values by default) for a stable result. -#}
{% macro ordered_listagg(column, separator, order_by=none) -%}
    {{ return(adapter.dispatch('ordered_listagg')(column, separator, order_by or column)) }}
{%- endmacro %}
{% macro default__ordered_listagg(column, separator, order_by) -%}
    string_agg({{ column }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
{#- Spark has listagg in version 4 and later. -#}
{% macro spark__ordered_listagg(column, separator, order_by) -%}
    array_join(transform(
        array_sort(collect_list(struct({{ order_by }}, {{ column }} as joined_value))),
        each_struct -> each_struct.joined_value
    ), '{{ separator }}')
{%- endmacro %}
