{#- Figures and moments as people read them, in sentences that SQL writes. -#}

{#- A count: 1,234, and one decimal below ten for what is expected: 4.1. -#}
{% macro count_text(count) -%}
    case
        when abs({{ count }}) >= 10 or {{ count }} = round({{ count }}) then {{ whole_text(count) }}
        else cast(cast({{ count }} as decimal(9, 1)) as string)
    end
{%- endmacro %}

{#- A share as a percentage: 38 %, one decimal below 10 % and above 90 %, where it tells: 0.5 %, 99.4 %, and two above
    99.9 %: 99.95 %. Rounded first, for 100 * 0.07 is no whole number to a double. -#}
{% macro share_text(share) -%}
    case
        when {{ share }} > 0.999 and {{ share }} < 1 then cast(cast(100 * {{ share }} as decimal(9, 2)) as string)
        when {{ share }} > 0.9 and {{ share }} < 1 then cast(cast(100 * {{ share }} as decimal(9, 1)) as string)
        else {{ count_text('round(100.0 * ' ~ share ~ ', 6)') }}
    end || ' %'
{%- endmacro %}

{#- A duration: 340 ms, 3.4 s. -#}
{% macro milliseconds_text(milliseconds) -%}
    case
        when {{ milliseconds }} < 1000 then {{ whole_text(milliseconds) }} || ' ms'
        else cast(cast({{ milliseconds }} / 1000.0 as decimal(9, 1)) as string) || ' s'
    end
{%- endmacro %}

{#- A rounded number with commas between the thousands. -#}
{% macro whole_text(number) -%}
    {{ return(adapter.dispatch('whole_text')(number)) }}
{%- endmacro %}

{% macro default__whole_text(number) -%}
    format('{:,}', cast(round({{ number }}) as bigint))
{%- endmacro %}

{% macro spark__whole_text(number) -%}
    format_number(cast(round({{ number }}) as bigint), 0)
{%- endmacro %}

{#- From when to when, in the var reporting_timezone: 14 Sep, 14:05-16:40, or 14 Sep, 14:05 to 16 Sep, 09:00; with the
    year when it is not that of now. -#}
{% macro period_text(started_at, ended_at, now) -%}
    {%- set from_time = to_reporting_time(started_at) -%}
    {%- set to_time = to_reporting_time(ended_at) -%}
    {%- set now_time = to_reporting_time(now) -%}
    {{ day_text(from_time, now_time) }} || ', ' || {{ clock_text(from_time) }}
    || case
        when cast({{ from_time }} as date) = cast({{ to_time }} as date) then '-'
        else ' to ' || {{ day_text(to_time, now_time) }} || ', '
    end || {{ clock_text(to_time) }}
{%- endmacro %}

{#- From one day to another, both included: 3 Aug to 13 Sep; with the years when they are not the same. -#}
{% macro days_text(first_date, last_date) -%}
    {{ day_text(first_date, last_date) }}
    || case
        when {{ first_date }} < {{ last_date }} then ' to ' || {{ day_text(last_date, first_date) }}
        else ''
    end
{%- endmacro %}

{#- The day of a local time, with the year when it is not that of now, local too. -#}
{% macro day_text(time, now) -%}
    {{ return(adapter.dispatch('day_text')(time, now)) }}
{%- endmacro %}

{% macro default__day_text(time, now) -%}
    case
        when year({{ time }}) = year({{ now }}) then strftime({{ time }}, '%-d %b')
        else strftime({{ time }}, '%-d %b %Y')
    end
{%- endmacro %}

{% macro spark__day_text(time, now) -%}
    case
        when year({{ time }}) = year({{ now }}) then date_format({{ time }}, 'd MMM')
        else date_format({{ time }}, 'd MMM yyyy')
    end
{%- endmacro %}

{% macro clock_text(time) -%}
    {{ return(adapter.dispatch('clock_text')(time)) }}
{%- endmacro %}

{% macro default__clock_text(time) -%}
    strftime({{ time }}, '%H:%M')
{%- endmacro %}

{% macro spark__clock_text(time) -%}
    date_format({{ time }}, 'HH:mm')
{%- endmacro %}

{#- A figure beside the one that it is held against: with more digits where both would read the same. -#}
{% macro figure_text_beside(figure, other, unit) -%}
    case
        when {{ unit }} = 'share' and {{ share_text(figure) }} = {{ share_text(other) }}
            then cast(cast(100 * {{ figure }} as decimal(9, 2)) as string) || ' %'
        when {{ unit }} = 'ms' and {{ milliseconds_text(figure) }} = {{ milliseconds_text(other) }}
            then {{ whole_text(figure) }} || ' ms'
        else {{ figure_text(figure, unit) }}
    end
{%- endmacro %}

{#- A figure with its unit (see the seed kpis). -#}
{% macro figure_text(figure, unit) -%}
    case {{ unit }}
        when 'share' then {{ share_text(figure) }}
        when 'ms' then {{ milliseconds_text(figure) }}
        when 'rating' then cast(cast({{ figure }} as decimal(9, 2)) as string)
        when 'count' then {{ count_text(figure) }}
        else {{ count_text(figure) }} || ' ' || {{ unit }}
    end
{%- endmacro %}
