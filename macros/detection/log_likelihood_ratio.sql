{#- How much more likely a number of occurrences is at its own rate than at the baseline rate: the log-likelihood ratio of the
    G-test (G / 2; Sokal and Rohlf, Biometry). 0 where there are no more occurrences than expected. By chance alone, 5 is
    reached about once in a thousand trials and 13 once in several million. -#}
{% macro log_likelihood_ratio(occurrences, observations, baseline_rate) -%}
    case
        when {{ occurrences }} <= {{ observations }} * {{ baseline_rate }} then 0.0
        else
            {{ occurrences }} * ln({{ occurrences }} / ({{ observations }} * {{ baseline_rate }}))
            + case
                when {{ occurrences }} < {{ observations }}
                    then ({{ observations }} - {{ occurrences }})
                    * ln(({{ observations }} - {{ occurrences }}) / ({{ observations }} * (1 - {{ baseline_rate }})))
                else 0.0
            end
    end
{%- endmacro %}
