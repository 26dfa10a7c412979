{#- Rows with a salted hash instead of user_id: 32 hex digits of its normalized spelling, which normalize_user leaves as they are.
    The id of no user stays as it is. validate_vars stops a build on Spark. -#}
{% macro pseudonymize_users(rows, groups, exports=[], is_detail=false) -%}
    {%- set user = normalize_user(cleaned('user_id', groups)) -%}
    select
        * replace (
            case
                when {{ user }} is null then user_id
                else left(sha256({{ user_salt() }} || '|' || {{ user }}), 32)
            end as user_id
            {%- if is_detail %},
            -- that of an analytics tool begins with the browser's id
            left(sha256({{ user_salt() }} || '|' || session_id), 32) as session_id
            {%- endif %}
            {%- if exports %},
            -- it names the user; only whether the row is blank is still needed
            case when exported_row is not null then 'hidden' end as exported_row
            {%- endif %}
        )
    from (
        {{ rows }}
    )
{%- endmacro %}

{#- The salt, which python_steps/dbt_plugins/user_salt.py sets on each cursor: no SQL text holds it. -#}
{% macro user_salt() -%} getvariable('user_salt') {%- endmacro %}
