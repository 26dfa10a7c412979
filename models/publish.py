from python_steps.publishing.publish import publish_marts


def model(dbt, session):
    # the refs are the gate: dbt runs this node only after every model and test upstream has passed
    marts = {
        "commerce.cart_abandonment_daily": dbt.ref("cart_abandonment_daily"),
        "commerce.carts": dbt.ref("carts"),
        "commerce.orders": dbt.ref("commerce_orders"),
        "commerce.revenue_daily": dbt.ref("revenue_daily"),
        "core.pages": dbt.ref("core_pages"),
        "core.dates": dbt.ref("dates"),
        "core.users": dbt.ref("users"),
        "executive.anomalies": dbt.ref("anomalies"),
        "executive.headline_kpis": dbt.ref("headline_kpis"),
        "executive.insights": dbt.ref("insights"),
        "executive.kpis_daily": dbt.ref("kpis_daily"),
        "quality.load_audit": dbt.ref("load_audit"),
        "quality.rejected_rows": dbt.ref("rejected_rows"),
        "reliability.burn_alerts": dbt.ref("burn_alerts"),
        "reliability.endpoint_health_hourly": dbt.ref("endpoint_health_hourly"),
        "reliability.incidents": dbt.ref("incidents"),
        "reliability.service_health_daily": dbt.ref("service_health_daily"),
        "reliability.slo_status_daily": dbt.ref("slo_status_daily"),
        "support.feedback": dbt.ref("feedback"),
        "support.feedback_daily": dbt.ref("feedback_daily"),
        "support.issues_daily": dbt.ref("issues_daily"),
        "support.tickets": dbt.ref("tickets"),
        "support.tickets_daily": dbt.ref("tickets_daily"),
        "ux.clicks_daily": dbt.ref("clicks_daily"),
        "ux.funnel_daily": dbt.ref("funnel_daily"),
        "ux.page_speed_daily": dbt.ref("page_speed_daily"),
        "ux.retention_weekly": dbt.ref("retention_weekly"),
        "ux.sessions": dbt.ref("sessions"),
    }
    return publish_marts(session, marts)
