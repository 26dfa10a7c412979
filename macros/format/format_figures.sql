{#- Figures and times as people read them, for the console and the sentences of findings. The rule is the table that opens
    python_steps/reporting/formatting.py, which formats for charts and reports; a test compares the two. -#}

{#- A value in the form of its unit (seed kpis); a unit that is none of these is a currency. -#}
{% macro figure_text(value, unit) -%}
    case {{ unit }}
        when 'share' then {{ share_text(value) }}
        when 'count' then {{ count_text(value) }}
        when 'items' then {{ number_of_text(value, 'item') }}
        when 'days' then {{ number_of_text(value, 'day') }}
        when 'ms' then {{ milliseconds_text(value) }}
        when 'minutes' then {{ duration_text(value) }} || ' min'
        when 'hours' then {{ duration_text(value) }} || ' h'
        when 'rating' then {{ decimal_text(value, 2) }}
        else {{ money_text(value) }} || ' ' || {{ unit }}
    end
{%- endmacro %}

{#- A figure beside another, such as its target: when both would print the same (figure_text), in the form of precise_text if that
    tells them apart. The arguments are columns with these texts. -#}
{% macro compared_text(text, other_text, precise, other_precise) -%}
    case
        when replace({{ text }}, '.0%', '%') = replace({{ other_text }}, '.0%', '%') and {{ precise }} <> {{ other_precise }}
            then {{ precise }}
        else {{ text }}
    end
{%- endmacro %}

{#- A figure with the decimals that tell it from another, at most three: 70.4% from 70.0%, 3.996, 24.04 h, 2,540 ms. -#}
{% macro precise_text(value, other, unit) -%}
    {%- set scale = "case " ~ unit ~ " when 'share' then 100 else 1 end" -%}
    {%- set number = "cast(" ~ value ~ " as decimal(26, 12)) * " ~ scale -%}
    case
        when {{ unit }} = 'ms' and abs({{ value }} - {{ other }}) >= 1 then {{ whole_text(value) }} || ' ms'
        when {{ unit }} = 'ms' then {{ grouped_text(rounded(value, 1), 1) }} || ' ms'
        when {{ unit }} not in ('share', 'minutes', 'hours', 'count', 'rating')
            then {{ grouped_text(rounded(value, 2), 2) }} || ' ' || {{ unit }}
        {%- for decimals in [1, 2] %}
        when abs({{ number }} - cast({{ other }} as decimal(26, 12)) * {{ scale }}) >= {{ 0.1 ** decimals }}
            then {{ grouped_text(rounded(number, decimals), decimals) }}
        {%- endfor %}
        else {{ grouped_text(rounded(number, 3), 3) }}
    end || case {{ unit }} when 'share' then '%' when 'minutes' then ' min' when 'hours' then ' h' else '' end
{%- endmacro %}

{#- A share as a percentage: 3.0%, 43%, 99.72%. Only 0 prints 0% and only 1 prints 100%: near them it takes more decimals. -#}
{% macro share_text(share) -%}
    {%- set percent = "cast(" ~ share ~ " as decimal(20, 12)) * 100" -%}
    case
        when {{ percent }} in (-100, 0, 100) then {{ whole_text(percent) }}
        when abs({{ percent }}) >= 10 and abs({{ percent }}) < 99 then {{ whole_text(percent) }}
        when abs({{ percent }}) > 100 and {{ rounded(percent, 0) }} <> 100 then {{ whole_text(percent) }}
        when abs({{ percent }}) not between 10 and 100 and {{ rounded(percent, 1) }} not in (0, 100) then {{ decimal_text(percent, 1) }}
        {%- for decimals in range(2, 7) %}
        when {{ rounded(percent, decimals) }} not in (0, 100) then {{ decimal_text(percent, decimals) }}
        {%- endfor %}
    end || '%'
{%- endmacro %}

{#- A count, or an expected count: 12,345; 3.9; 4. -#}
{% macro count_text(count) -%} {{ short_text(count, 10) }} {%- endmacro %}

{#- A count with its noun: 1 ticket, 12 tickets. -#}
{% macro number_of_text(count, noun) -%}
    {{ count_text(count) }} || case when {{ count_text(count) }} = '1' then ' {{ noun }}' else ' {{ noun }}s' end
{%- endmacro %}

{#- A duration in its own unit: 12.7; 16; 340. -#}
{% macro duration_text(duration) -%} {{ short_text(duration, 100) }} {%- endmacro %}

{#- A duration in the unit that reads best: 340 ms, 3.4 s, 2.5 min, 1.5 h. -#}
{% macro milliseconds_text(milliseconds) -%}
    case
        when abs({{ milliseconds }}) < 1000 then {{ whole_text(milliseconds) }} || ' ms'
        when abs({{ milliseconds }}) < 60000 then {{ duration_text(milliseconds ~ ' / 1000.0') }} || ' s'
        when abs({{ milliseconds }}) < 3600000 then {{ duration_text(milliseconds ~ ' / 60000.0') }} || ' min'
        else {{ duration_text(milliseconds ~ ' / 3600000.0') }} || ' h'
    end
{%- endmacro %}

{#- An amount without its currency: 52.40; 24,056. -#}
{% macro money_text(amount) -%}
    case
        when {{ rounded(amount, 2) }} <> 0 and abs({{ rounded(amount, 2) }}) < 1000 then {{ decimal_text(amount, 2) }}
        else {{ whole_text(amount) }}
    end
{%- endmacro %}

{#- An estimate between two amounts: 1,032–2,654 EUR; up to 2,654 EUR. -#}
{% macro money_range_text(low, high, currency) -%}
    case when round({{ low }}) = 0 then 'up to ' else {{ whole_text(low) }} || '–' end
    || {{ whole_text(high) }} || ' ' || {{ currency }}
{%- endmacro %}

{#- One decimal below a bound, none at or above it; a zero decimal is dropped. -#}
{% macro short_text(number, bound) -%}
    case
        when abs({{ number }}) >= {{ bound }} or {{ rounded(number, 1) }} = {{ rounded(number, 0) }} then {{ whole_text(number) }}
        else {{ decimal_text(number, 1) }}
    end
{%- endmacro %}
{#- A number with a fixed count of decimals. -#}
{% macro decimal_text(number, decimals) -%} cast({{ rounded(number, decimals) }} as string) {%- endmacro %}
{#- Rounds half up, in decimal: as a double, 100 * 0.07 is not a whole number. Not to 38 digits, at which Spark drops decimals when
    it compares two scales. -#}
{% macro rounded(number, decimals) -%} cast(cast({{ number }} as decimal(38, 12)) as decimal(30, {{ decimals }})) {%- endmacro %}

{#- A rounded number with thousands separators. -#}
{% macro whole_text(number) -%}
    {{ return(adapter.dispatch('whole_text')(rounded(number, 0))) }}
{%- endmacro %}
{% macro default__whole_text(number) -%} format('{:,}', cast({{ number }} as bigint)) {%- endmacro %}
{% macro spark__whole_text(number) -%} format_number(cast({{ number }} as bigint), 0) {%- endmacro %}

{#- A rounded number with thousands separators and a fixed count of decimals. -#}
{% macro grouped_text(number, decimals) -%}
    {{ return(adapter.dispatch('grouped_text')(number, decimals)) }}
{%- endmacro %}
{% macro default__grouped_text(number, decimals) -%} format('{:,.{{ decimals }}f}', cast({{ number }} as double)) {%- endmacro %}
{% macro spark__grouped_text(number, decimals) -%} format_number({{ number }}, {{ decimals }}) {%- endmacro %}

{#- The day of a local time, with the year unless it is that of now, which is also local. -#}
{% macro day_text(time, now) -%}
    case
        when year({{ time }}) = year({{ now }}) then {{ time_text(time, '%-d %b', 'd MMM') }}
        else {{ time_text(time, '%-d %b %Y', 'd MMM yyyy') }}
    end
{%- endmacro %}
{#- The time of day of a local time: 14:05. -#}
{% macro clock_text(time) -%} {{ time_text(time, '%H:%M', 'HH:mm') }} {%- endmacro %}

{#- A local time in a format, which each engine spells in its own pattern letters. -#}
{% macro time_text(time, strftime_form, java_form) -%}
    {{ return(adapter.dispatch('time_text')(time, strftime_form, java_form)) }}
{%- endmacro %}
{% macro default__time_text(time, strftime_form, java_form) -%} strftime({{ time }}, '{{ strftime_form }}') {%- endmacro %}
{% macro spark__time_text(time, strftime_form, java_form) -%} date_format({{ time }}, '{{ java_form }}') {%- endmacro %}
