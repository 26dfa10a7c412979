{#- The table of a model or seed, for hooks: they run outside the lineage, and ref() would add them to it. -#}
{% macro relation_of(name, kind='model') %}
    {{ return(graph.nodes[kind ~ '.' ~ project_name ~ '.' ~ name].relation_name) }}
{% endmacro %}
