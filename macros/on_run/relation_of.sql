{#- The table of a model, for hooks: they run outside the lineage, and ref() would add them to it. -#}
{% macro relation_of(name) %}
    {{ return(graph.nodes['model.' ~ project_name ~ '.' ~ name].relation_name) }}
{% endmacro %}
