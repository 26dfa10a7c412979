{#- What a build says at its end: the headline KPIs, the first findings and where they were published, or why they were not. -#}
{% macro print_summary(results) %}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set publish = namespace(succeeded=false) -%}
        {%- set publishes = graph.nodes.values() | selectattr('name', 'equalto', 'publish') | list -%}
        {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | list | length -%}
        {%- set built = [] -%}
        {%- set failed = [] -%}
        {%- for result in results -%}
            {%- if result.node.name == 'publish' and result.status == 'success' -%}
                {%- set publish.succeeded = true -%}
            {%- elif result.node.resource_type == 'model' and result.status == 'success' -%}
                {%- do built.append(result.node.unique_id) -%}
            {%- elif result.status in ['error', 'fail', 'runtime error'] -%}
                {%- do failed.append(result) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if failed -%}
            {%- do print('\n' ~ ('Not published: ' if publishes else 'Not finished: ') ~ failed | length
                ~ (' step' if failed | length == 1 else ' steps') ~ ' failed.'
                ~ (' The published file, if there is one, is unchanged.' if publishes else '')) -%}
            {%- for result in failed[:10] -%}
                {%- do print('  ' ~ result.node.name ~ ': ' ~ failure_message(result)) -%}
            {%- endfor -%}
            {%- do print('') -%}
        {%- elif publish.succeeded or not publishes and built | length == models -%}
            {%- set outcome = run_query('select published, message from ' ~ relation_of('publish')).rows[0] if publishes
                else publish_spark_marts() -%}
            {%- if outcome[0] -%}
                {%- do commit_build_state() -%}
                {%- do print_headline_kpis() -%}
                {%- do print_findings() -%}
            {%- endif -%}
            {%- do print('\n' ~ outcome[1] ~ '\n') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- A few words on a failed node: for a data test its first failing rows, else the gist of the error. -#}
{% macro failure_message(result) %}
    {%- if result.node.resource_type == 'test' and result.status == 'fail' -%}
        {%- set found = run_query('select * from (' ~ result.node.compiled_code ~ '\n) limit 7') -%}
        {%- set problems = [] -%}
        {%- for row in found.rows -%}
            {%- if 'problem' in found.column_names -%}
                {%- do problems.append(row['problem']) -%}
            {%- else -%}
                {%- set cells = [] -%}
                {%- for name in found.column_names -%}
                    {%- do cells.append(name ~ ' = ' ~ row[name]) -%}
                {%- endfor -%}
                {%- do problems.append('fails for ' ~ cells | join(', ')) -%}
            {%- endif -%}
        {%- endfor -%}
        {{ return(problems | join('\n    ')) }}
    {%- endif -%}
    {%- set problem = csv_error_message(result.message or '') -%}
    {%- if problem -%}
        {{ return(problem) }}
    {%- endif -%}
    {%- set gist = [] -%}
    {%- set lines = (result.message or '').splitlines() -%}
    {%- for line in lines if line.strip() and not line.strip().startswith(('>', 'compiled code', 'Possible', '*', 'See also')) -%}
        {%- do gist.append(line.strip()) -%}
    {%- endfor -%}
    {%- if 'Out of Memory Error' in (result.message or '') -%}
        {%- do gist.append('More memory: MONITORING_MEMORY_LIMIT, now ' ~ env_var('MONITORING_MEMORY_LIMIT', '4GB') ~ '.') -%}
    {%- endif -%}
    {#- the first line names the node again; of a Python traceback the last line says what happened -#}
    {{ return(gist[-1] if 'Python model failed:' in gist else gist[1:5] | join(' ')) }}
{% endmacro %}
