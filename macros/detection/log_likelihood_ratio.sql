{#- How much more likely so many hits are at their own rate than at the usual one: the log of the likelihoods' ratio
    (half of the G statistic; Sokal and Rohlf, Biometry). 0 where there were no more than usual. 5 is once in about a
    thousand tries by chance, 13 once in some millions. -#}
{% macro log_likelihood_ratio(hits, events, usual_rate) -%}
    case
        when {{ hits }} <= {{ events }} * {{ usual_rate }} then 0.0
        else
            {{ hits }} * ln({{ hits }} / ({{ events }} * {{ usual_rate }}))
            + case
                when {{ hits }} < {{ events }}
                    then ({{ events }} - {{ hits }})
                    * ln(({{ events }} - {{ hits }}) / ({{ events }} * (1 - {{ usual_rate }})))
                else 0.0
            end
    end
{%- endmacro %}
