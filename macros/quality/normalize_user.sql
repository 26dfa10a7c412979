{#- One spelling of a user id: U001, u-1 and user001 are u1; any other id is only lower-cased. Null for what shops write for all of
    their guests, who would become one user. -#}
{% macro normalize_user(column) -%}
    {{ return(adapter.dispatch('normalize_user')(lower_case(to_id(column)))) }}
{%- endmacro %}
{% macro default__normalize_user(text) -%}
    case
        -- testing for the normal form costs a tenth as much as replacing
        when regexp_full_match({{ text }}, 'u[1-9][0-9]*') then {{ text }}
        when {{ is_guest(text) }} then null
        else regexp_replace({{ text }}, '^(user|usr|u)[-_ ]*0*([0-9]+)$', 'u\2')
    end
{%- endmacro %}
{% macro spark__normalize_user(text) -%}
    case when not {{ is_guest(text) }} then regexp_replace({{ text }}, r'\A(user|usr|u)[-_ ]*0*(\d+)\z', 'u$2') end
{%- endmacro %}
{#- True for what shops write in place of the id of a guest. -#}
{% macro is_guest(text) -%}
    {{ text }} in ('0', '-1', 'guest', 'anonymous', 'anon', 'unknown', '00000000-0000-0000-0000-000000000000')
{%- endmacro %}
