{#- Overrides dbt-duckdb's materializations because they begin a transaction, write beside the old relation, rename both, drop one, look
    for indexes and commit: eight statements for each model, and as many rounds of dbt. One create or replace is as safe. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set relation = begin_relation('table') -%}
    {% call statement('main', language=model.language, auto_begin=false) %} {{ replacing_code(relation) }} {% endcall %}
    {{ return(finish_relation(relation)) }}
{% endmaterialization %}

{#- The same for a view. -#}
{% materialization view, adapter='duckdb' %}
    {%- set relation = begin_relation('view') -%}
    {% call statement('main', language=model.language, auto_begin=false) %} {{ replacing_code(relation) }} {% endcall %}
    {{ return(finish_relation(relation)) }}
{% endmaterialization %}

{#- The same for an incremental model; an increment adds its rows by the strategy of the model. -#}
{% materialization incremental, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set old_relation = load_cached_relation(this) -%}
    {%- set relation = begin_relation('table') -%}
    {%- if should_full_refresh() or old_relation is none or old_relation.is_view -%}
    {% call statement('main', language=model.language, auto_begin=false) %} {{ replacing_code(relation) }} {% endcall %}
    {%- else -%}
    {%- set new_rows = api.Relation.create(identifier=this.identifier ~ '__new_rows', type='table') -%}
    {% call statement('new_rows', language=model.language) %} {{ create_table_as(true, new_rows, compiled_code, model.language) }} {% endcall %}
    {%- do process_schema_changes(config.get('on_schema_change'), new_rows, relation) -%}
    {%- set strategy = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy')) -%}
    {% call statement('main') %} {{ strategy({'temp_relation': new_rows, 'target_relation': relation}) }} {% endcall %}
    {% call statement('drop_new_rows') %} drop table {{ new_rows }} {% endcall %}
    {%- do adapter.commit() -%}
    {%- endif -%}
    {{ return(finish_relation(relation)) }}
{% endmaterialization %}

{#- What comes before a model is written: its hooks, and the end of a relation of another type. -#}
{% macro begin_relation(type) %}
    {%- set old_relation = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks) }}
    {%- do adapter.drop_relation(old_relation) if old_relation is not none and old_relation.type != type -%}
    {{ return(this.incorporate(type=type)) }}
{% endmacro %}

{#- The code that writes a model in place of the old one. -#}
{% macro replacing_code(relation) -%}
    {%- if model.language == 'python' -%}
    {%- do adapter.drop_relation(relation) -%}
    {{ create_table_as(false, relation, compiled_code, 'python') }}
    {%- else -%}
    create or replace {{ relation.type }} {{ relation }} as ({{ sql }}
    );
    {%- endif -%}
{%- endmacro %}

{#- What comes after a model or seed is written. Its audit comes after the commit, so that rows that break a promise can be looked at. -#}
{% macro finish_relation(relation) %}
    {%- do persist_docs(relation, model) -%}
    {#- for Spark the audit is a hook, which dbt would compile for each model -#}
    {%- set hooks = post_hooks | rejectattr('sql', 'equalto', '{{' ~ ' audit() ' ~ '}}') | list -%}
    {%- if hooks -%}
    {{ run_hooks(hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(hooks, inside_transaction=False) }}
    {%- endif -%}
    {%- set audit = audit_query() -%}
    {%- if audit -%}
    {% call statement('audit', auto_begin=false) %} {{ audit }} {% endcall %}
    {%- endif -%}
    {{ return({'relations': [relation]}) }}
{% endmacro %}
