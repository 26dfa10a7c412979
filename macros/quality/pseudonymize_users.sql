{#- Rows in which a salted hash stands in place of user_id: 32 hex digits of its one spelling, which clean_user leaves as
    they are. A blank id stays as it is, for it is nobody's. -#}
{% macro pseudonymize_users(rows) -%}
    {{ return(adapter.dispatch('pseudonymize_users')(rows)) }}
{%- endmacro %}

{% macro default__pseudonymize_users(rows) -%}
    select
        * replace (
            case
                when {{ to_text('user_id') }} is null then user_id
                else left(sha256({{ user_salt() }} || '|' || {{ normalize_user('user_id') }}), 32)
            end as user_id
        )
    from (
        {{ rows }}
    )
{%- endmacro %}

{#- The salt, as python_steps/dbt_plugins/user_salt.py hands it to each cursor: no SQL text holds it. -#}
{% macro user_salt() -%} getvariable('user_salt') {%- endmacro %}
