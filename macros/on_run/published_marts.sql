{#- The nodes of the marts: the models with an enforced contract. -#}
{% macro mart_nodes() %}
    {{ return(
        graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | selectattr('config.contract.enforced') | list
    ) }}
{% endmacro %}

{#- Pre-hook of the model publish: primary key and descriptions of each mart, from its contract. -#}
{% macro record_marts() %}
    {%- if execute -%}
    {%- set rows, descriptions = [], [] -%}
    {%- for node in mart_nodes() -%}
        {%- set keys = node.constraints | selectattr('type', 'equalto', 'primary_key') | map(attribute='columns') | list -%}
        {%- for column in node.columns.values() if column.constraints | selectattr('type', 'equalto', 'primary_key') | list -%}
            {%- do keys.append([column.name]) -%}
        {%- endfor -%}
        {%- for key in keys -%}
            {%- do rows.append("('" ~ node.schema ~ "." ~ node.alias ~ "', ['" ~ key | join("', '") ~ "'])") -%}
        {%- endfor -%}
        {%- for column in [{'name': '', 'description': node.description}] + node.columns.values() | list -%}
            {%- do descriptions.append("('" ~ node.schema ~ "." ~ node.alias ~ "', '" ~ column.name ~ "', " ~ string_literal(column.description) ~ ")") -%}
        {%- endfor -%}
    {%- endfor -%}
    create or replace table manifest.descriptions as
    select * from (values {{ descriptions | join(', ') }}) as descriptions (mart, column_name, description);
    create or replace table manifest.keys as
    select * from (values {{ rows | sort | join(', ') }}) as keys (mart, key_columns)
    {%- endif -%}
{% endmacro %}

{#- Whether this build published the marts and a message, as [published, message]; none if it failed or did not get that far. -#}
{% macro publish_outcome(results) %}
    {%- if not failed_results(results) -%}
        {%- set built = results | selectattr('status', 'equalto', 'success') | map(attribute='node.name') | list -%}
        {{ return(adapter.dispatch('publish_outcome')(built)) }}
    {%- endif -%}
{% endmacro %}
{% macro default__publish_outcome(built) %}
    {{ return(run_query('select published, message from ' ~ relation_of('publish')).rows[0] if 'publish' in built) }}
{% endmacro %}
{#- On Spark the tables of the marts are the published ones. -#}
{% macro spark__publish_outcome(built) %}
    {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | map(attribute='name') | list -%}
    {%- if not models | reject('in', built) | list -%}
        {{ return([true, 'Published ' ~ mart_nodes() | length ~ ' marts to the schemas '
            ~ mart_nodes() | map(attribute='schema') | unique | sort | join(', ')
            ~ (' and as Parquet files to ' ~ var('marts_folder') if var('marts_folder') else '')]) }}
    {%- endif -%}
{% endmacro %}

{#- On Spark, copies the marts to the var marts_folder as Parquet files, whatever the format of their tables. -#}
{% macro default__write_marts_folder() %}{% endmacro %}
{% macro spark__write_marts_folder() %}
    {%- for mart in mart_nodes() if var('marts_folder') -%}
        {%- set query -%}
            insert overwrite directory {{ string_literal(var('marts_folder') ~ '/' ~ mart.schema ~ '.db/' ~ mart.alias) }}
            using parquet select * from {{ mart.relation_name }}
        {%- endset -%}
        {%- do run_query(query) -%}
    {%- endfor -%}
{% endmacro %}
