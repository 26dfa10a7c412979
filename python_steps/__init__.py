"""What SQL cannot do: the steps that run beside dbt, and the helpers that they share."""
