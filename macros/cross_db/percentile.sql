{#- The exact, interpolated percentile of a group's rows. -#}
{% macro percentile(column, share) -%}
    {{ return(adapter.dispatch('percentile')(column, share)) }}
{%- endmacro %}

{% macro default__percentile(column, share) -%}
    quantile_cont({{ column }}, {{ share }})
{%- endmacro %}

{% macro spark__percentile(column, share) -%}
    {{ without_last_digits('percentile(' ~ column ~ ', ' ~ share ~ ')') }}
{%- endmacro %}

{#- Spark weighs both neighbours, which leaves 2849.9999999999995 where DuckDB has 2850: the digits beyond the tenth go. Below 1
    they are part of the figure. -#}
{% macro without_last_digits(percentile) -%}
    case when abs({{ percentile }}) < 1 then {{ percentile }} else cast(cast({{ percentile }} as decimal(38, 10)) as double) end
{%- endmacro %}
