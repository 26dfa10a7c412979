{#- The types of Parquet that to_timestamp, to_number and to_integer know, and those in which they are read. -#}
{% macro types_as_read() %}
    {{ return(adapter.dispatch('types_as_read')()) }}
{% endmacro %}

{% macro default__types_as_read() %}
    {{ return({
        'TINYINT': 'bigint', 'SMALLINT': 'bigint', 'INTEGER': 'bigint', 'BIGINT': 'bigint',
        'UTINYINT': 'bigint', 'USMALLINT': 'bigint', 'UINTEGER': 'bigint', 'DOUBLE': 'double',
        'TIMESTAMP': 'timestamp', 'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
    }) }}
{% endmacro %}

{% macro spark__types_as_read() %}
    {{ return({
        'tinyint': 'bigint', 'smallint': 'bigint', 'int': 'bigint', 'bigint': 'bigint', 'double': 'double',
        'timestamp': 'timestamp', 'timestamp_ntz': 'timestamp_ntz',
    }) }}
{% endmacro %}
