{#- After a build: prints headline KPIs, top findings, where the inputs came from and where the marts were published, or what failed. -#}
{% macro print_summary(results) %}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set failed = failed_results(results) -%}
        {%- set outcome = publish_outcome(results) -%}
        {%- if failed -%}
            {%- do print('\nNot published: ' ~ failed | length ~ (' step' if failed | length == 1 else ' steps') ~ ' failed.'
                ~ ' Any previously published marts are unchanged.') -%}
            {%- for result in failed[:10] -%}
                {%- do print('  ' ~ result.node.name ~ ': ' ~ failure_message(result)) -%}
            {%- endfor -%}
            {%- do print('Fix this and rerun `dbt build`.\n') -%}
        {%- elif outcome -%}
            {%- if outcome[0] -%}
                {%- do print_headline_kpis() -%}
                {%- do print_findings() -%}
            {%- endif -%}
            {#- a build without the intended raw_dir succeeds as well, with other figures -#}
            {%- do print('\nInputs: ' ~ inputs_read()) -%}
            {%- for note in inputs_not_read() if outcome[0] -%}
                {%- do print(note) -%}
            {%- endfor -%}
            {%- do print(outcome[1] ~ '\n') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- Where the rows of the inputs came from. -#}
{% macro inputs_read() %}
    {%- set places = [raw_dir()] if var('raw_dir') else [] -%}
    {%- for node in relation_exports().values() -%}
        {%- do places.append(name_of_relation(node)) -%}
    {%- endfor -%}
    {{ return(places | join(', ') or 'seeds/raw (the shipped demo data, unless replaced)') }}
{% endmacro %}

{#- The inputs that have no file, and those derived from another one, as sentences. -#}
{% macro inputs_not_read() %}
    {%- set query -%}
        select input_table, status, export
        from {{ relation_of('load_audit') }}
        where status = 'absent' or export like 'derived from %'
        order by input_table
    {%- endset -%}
    {%- set absent, notes = [], [] -%}
    {%- for row in run_query(query).rows -%}
        {%- if row['status'] == 'absent' -%}
            {%- do absent.append(row['input_table']) -%}
        {%- else -%}
            {%- do notes.append(row['input_table'] ~ ' was ' ~ row['export'] ~ ': an approximation') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return((['No file for ' ~ absent | join(', ')] if absent else []) + notes) }}
{% endmacro %}

{#- The results of failed nodes. -#}
{% macro failed_results(results) %}
    {{ return(results | selectattr('status', 'in', ['error', 'fail', 'runtime error']) | list) }}
{% endmacro %}

{#- Why a node failed: the first rows that fail a data test, else the gist of the error message. -#}
{% macro failure_message(result) %}
    {%- set message = result.message or '' -%}
    {%- if result.node.resource_type == 'test' and result.status == 'fail' -%}
        {{ return(problems_of(result.node.compiled_code) | join('\n    ')) }}
    {%- elif 'Failed: ' in message and result.node.resource_type in ['model', 'seed'] -%}
        {%- set problems = [] -%}
        {%- for check in audit_checks(result.node, relation_of(result.node.name, result.node.resource_type)) if check.promise ~ ' (rows: ' in message -%}
            {%- do problems.extend(problems_of(check.query)) -%}
        {%- endfor -%}
        {{ return(problems | join('\n    ')) }}
    {%- elif csv_error_message(message) -%}
        {{ return(csv_error_message(message)) }}
    {%- endif -%}
    {%- set gist = [] -%}
    {%- for line in message.splitlines() if line.strip() and not line.strip().startswith(('>', 'compiled code', 'Possible', '*', 'See also')) -%}
        {%- do gist.append(line.strip()) -%}
    {%- endfor -%}
    {%- if 'Out of Memory Error' in message -%}
        {%- do gist.append('Raise MONITORING_MEMORY_LIMIT (now ' ~ env_var('MONITORING_MEMORY_LIMIT', '4GB') ~ ').') -%}
    {%- endif -%}
    {#- the first line repeats the node; the last line of a Python traceback says what happened -#}
    {{ return(gist[-1] if 'Python model failed:' in gist else gist[1:5] | join(' ')) }}
{% endmacro %}

{#- The first rows that break a promise, as sentences. -#}
{% macro problems_of(query) %}
    {%- set first_rows -%} select * from ({{ query }}
    ) limit 10 {%- endset -%}
    {%- set problems = [] -%}
    {%- for row in run_query(first_rows).rows -%}
        {%- do problems.append(row['problem'] if 'problem' in row.keys() else 'fails for ' ~ row.items() | map('join', ' = ') | join(', ')) -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
