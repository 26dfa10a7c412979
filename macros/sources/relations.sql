{#- Exports that are a table or view and no file (meta format relation). The manifest records each like a file in raw_dir of one header, so
    that what files are asked holds for them too. -#}

{#- The exports that are relations, as {name: the source, or the model that has the rows}. -#}
{% macro relation_exports() %}
    {%- set found = {} -%}
    {%- for source in (graph.sources.values() if graph.sources else []) if source.config.meta.format == 'relation' -%}
        {%- do found.update({source.source_name ~ '_' ~ source.name: source}) -%}
    {%- endfor -%}
    {%- for name in (input_contracts().values() | map(attribute='exports', default=[]) | sum(start=[]) if graph.nodes else []) -%}
        {%- set model = graph.nodes.get('model.' ~ project_name ~ '.' ~ name) -%}
        {%- do found.update({name: model}) if model and model.config.meta.format == 'relation' -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#- Whether an export is a model that has the rows of an input itself, without export_rows. -#}
{% macro is_model_of_rows(export) %}
    {%- set model = graph.nodes.get('model.' ~ project_name ~ '.' ~ export) if graph.nodes -%}
    {{ return(model is not none and model.config.meta.format == 'relation') }}
{% endmacro %}

{#- The name of a relation, which is the source_file of its rows. -#}
{% macro name_of_relation(node) -%}
    {%- if node.resource_type == 'model' -%}
        {{ return(node.schema ~ '.' ~ node.alias) }}
    {%- endif -%}
    {{ return([node.database, node.schema, node.identifier] | select | join('.')) }}
{%- endmacro %}

{#- The header groups of all relations, by input. Stops at one that does not fit its declaration. -#}
{% macro groups_of_relations() %}
    {%- set groups = {} -%}
    {%- for name, node in relation_exports().items() -%}
        {%- set table = node.config.meta.input -%}
        {%- set problem = problem_with_declaration(name, node) -%}
        {%- do raise_input_error(problem) if problem -%}
        {%- set types = types_of_relation(name, node) if node.resource_type == 'source' else {} -%}
        {%- do groups.setdefault(table, []).append({
            'export': name, 'format': 'relation', 'header': types | list, 'types': types, 'is_copied': false,
            'relation': node.relation_name, 'files': [raw_dir() ~ '/' ~ name_of_relation(node)],
        }) -%}
    {%- endfor -%}
    {{ return(groups) }}
{% endmacro %}

{#- Why an export that is a relation cannot be read as it is declared; nothing when it can. -#}
{% macro problem_with_declaration(name, node) %}
    {%- set table = node.config.meta.input -%}
    {%- set model = graph.nodes.get('model.' ~ project_name ~ '.' ~ name) -%}
    {%- if table not in input_tables() -%}
        {{ return('The meta input of ' ~ name ~ ' is ' ~ (table or 'not set') ~ '. Expected one of ' ~ input_tables() | join(', ') ~ '.') }}
    {%- elif not model -%}
        {{ return('The source ' ~ node.source_name ~ '.' ~ node.name ~ ' has no model ' ~ name ~ ' (docs/exports.md).') }}
    {%- elif node.resource_type == 'model' and node.config.materialized not in ['view', 'table'] -%}
        {{ return('The model ' ~ name ~ ' is ' ~ node.config.materialized ~ '. Its meta format is relation: make it a view.') }}
    {%- endif -%}
    {{ return(problem_with_list(name, table)) }}
{% endmacro %}

{#- What to do where an input does not list one of its exports; nothing where it does. -#}
{% macro problem_with_list(name, table) %}
    {%- if name not in input_contracts()[table].get('exports', []) -%}
        {{ return(name ~ ' is not in the list exports of ' ~ table ~ ' in macros/sources/input_contract.sql. Add it.') }}
    {%- endif -%}
{% endmacro %}

{#- The columns of the table of a source, as {name: type}. Stops where the table or a column of its signature is missing. -#}
{% macro types_of_relation(name, node) %}
    {%- set source_name = 'The source ' ~ node.source_name ~ '.' ~ node.name -%}
    {%- if not adapter.dispatch('has_relation')(node) -%}
        {%- do raise_input_error(
            source_name ~ ' is the table ' ~ name_of_relation(node) ~ ', which does not exist, or whose database is not attached in profiles.yml.'
        ) -%}
    {%- endif -%}
    {%- set types = columns_of(node.relation_name) -%}
    {%- set missing = missing_from_signature(exports()[name], types | list) -%}
    {%- if missing -%}
        {%- do raise_input_error(
            source_name ~ ' is the table ' ~ name_of_relation(node) ~ ', which has no column ' ~ missing | join(', ')
            ~ '. Found ' ~ types | join(', ') | truncate(300) ~ '.'
        ) -%}
    {%- endif -%}
    {{ return(types) }}
{% endmacro %}

{#- The columns of a model of rows, as {name: type}. Stops where its properties file does not name a column of the input, which would
    be read as absent. -#}
{% macro types_of_model(export, relation, columns) %}
    {%- set declared = graph.nodes['model.' ~ project_name ~ '.' ~ export].columns -%}
    {%- set types = {} -%}
    {%- for name, type in columns_of(relation).items() -%}
        {%- do types.update({name | lower: type}) -%}
        {%- if name | lower in columns and name | lower not in declared -%}
            {%- do raise_input_error(
                'The model ' ~ export ~ ' has the column ' ~ name ~ ', which its properties file does not name.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(types) }}
{% endmacro %}

{#- The columns of a table or view, as {name: type}. -#}
{% macro columns_of(relation) %}
    {%- set types = {} -%}
    {%- for column in run_query('describe select * from ' ~ relation).rows -%}
        {%- do types.update({column[0]: column[1]}) -%}
    {%- endfor -%}
    {{ return(types) }}
{% endmacro %}

{#- Whether the table of a source exists. Not asked of dbt, which would begin a transaction that it does not commit. -#}
{% macro default__has_relation(node) %}
    {%- set query -%}
        select count(*) > 0
        from system.information_schema.tables
        where
            lower(table_catalog) = lower({{ string_literal(node.database) }})
            and lower(table_schema) = lower({{ string_literal(node.schema) }})
            and lower(table_name) = lower({{ string_literal(node.identifier) }})
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0]) }}
{% endmacro %}
{% macro spark__has_relation(node) %}
    {%- set schemas = run_query('show schemas like ' ~ string_literal(node.schema)).rows -%}
    {%- set tables = run_query('show tables in ' ~ node.schema ~ ' like ' ~ string_literal(node.identifier)).rows if schemas else [] -%}
    {{ return(tables | length > 0) }}
{% endmacro %}
