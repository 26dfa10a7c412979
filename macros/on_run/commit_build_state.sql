{#- After a complete build that was published: the next build can add to what this one built. -#}
{% macro commit_build_state(results) %}
    {%- set outcome = publish_outcome(results) if execute and flags.WHICH == 'build' -%}
    {%- if outcome and outcome[0] -%}
        {%- do adapter.dispatch('write_marts_folder')() -%}
        {%- do clear_affected_rows() -%}
        {%- set query -%} select {{ string_literal(fingerprint()) }} as fingerprint {{ "where false" if not reads_files() }} {%- endset -%}
        {%- do replace_manifest_table('fingerprint', query) -%}
    {%- endif -%}
{% endmacro %}
