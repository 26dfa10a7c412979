{#- One spelling of a user id: U001, u-1 and user001 are u1; anything else stays as it is, in lower case. -#}
{% macro normalize_user(column) -%}
    {{ return(adapter.dispatch('normalize_user')(column)) }}
{%- endmacro %}

{% macro default__normalize_user(column) -%}
    case
        -- an id of this form stays as it is: looking costs a tenth of replacing
        when regexp_full_match({{ lower_case(to_text(column)) }}, 'u[1-9]\d*') then {{ lower_case(to_text(column)) }}
        else regexp_replace({{ lower_case(to_text(column)) }}, '^(user|usr|u)[-_ ]*0*(\d+)$', 'u\2')
    end
{%- endmacro %}

{% macro spark__normalize_user(column) -%}
    regexp_replace({{ lower_case(to_text(column)) }}, r'\A(user|usr|u)[-_ ]*0*(\d+)\z', 'u$2')
{%- endmacro %}
