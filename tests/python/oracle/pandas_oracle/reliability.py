"""KPIs of the reliability department: API requests."""

from typing import Any

from .figures import figure, largest, ratio, unless_absent
from .rows import Shop


def reliability_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of API requests."""
    return unless_absent(shop, "api_logs", request_kpis(shop))


def request_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of API requests.

    Response times include failed requests. Latencies leave out requests without a time; errors and
    availability leave out those without a status.
    """
    requests = shop.tables["api_logs"]
    status = requests["status_code"]
    milliseconds = requests["response_time_ms"]
    is_error = (status >= 400) | (status == 0)
    is_bad = (status >= 500) | (status == 0)
    if shop.variables.throttling_is_bad:
        is_bad |= status == 429
    errors = requests[is_error]
    known_count = status.notna().sum()
    return [
        figure("total_requests", len(requests)),
        figure("total_errors", is_error.sum()),
        ratio("error_rate", is_error.sum(), known_count),
        ratio("availability", known_count - is_bad.sum(), known_count),
        figure("avg_response_ms", milliseconds.mean()),
        figure("p95_response_ms", milliseconds.quantile(0.95, interpolation="linear")),
        largest("slowest_service", milliseconds.groupby(requests["service_name"]).mean()),
        largest("most_errors_service", errors["service_name"].value_counts()),
        largest("most_errors_endpoint", errors["endpoint"].value_counts()),
    ]
