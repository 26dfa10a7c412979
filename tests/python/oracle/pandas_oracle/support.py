"""KPIs of the support department: feedback and tickets."""

import math
from typing import Any

from .contract import Variables
from .figures import figure, hours_between, largest, ratio, unless_absent
from .rows import Shop

NOT_RECORDED = "(not recorded)"


def support_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of feedback and support tickets."""
    return [
        *unless_absent(shop, "user_feedback", feedback_kpis(shop)),
        *unless_absent(shop, "support_tickets", ticket_kpis(shop)),
    ]


def feedback_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of feedback."""
    feedback = shop.tables["user_feedback"]
    ratings = feedback["rating"].dropna()
    has_both = (feedback["feedback_text"] != "") & feedback["rating"].notna()
    texts = feedback["feedback_text"][has_both]
    felt = texts.map(lambda text: text_sentiment(text, shop.variables))
    felt = felt[felt != "not_readable"]
    both = feedback.loc[felt.index]
    rated = both["rating"].map(lambda rating: rating_sentiment(rating, shop.variables))
    is_satisfied = ratings.map(lambda rating: on_five_points(rating, shop.variables)) >= 4
    return [
        figure("total_feedback", len(feedback)),
        figure("avg_rating", ratings.mean()),
        ratio("csat_rate", is_satisfied.sum(), len(ratings)),
        figure(
            "sentiment_mismatch_count",
            (felt != rated).sum() if len(both) or feedback.empty else None,
        ),
        ratio("sentiment_consistency_rate", (felt == rated).sum(), len(both)),
    ]


def text_sentiment(text: str, variables: Variables) -> str:
    """Classify a text by its polarity; one in another language has none."""
    scorer = variables.polarity
    polarity = scorer(text) if callable(scorer) else scorer[text]
    if math.isnan(polarity):
        return "not_readable"
    if polarity > variables.neutral_band:
        return "positive"
    return "negative" if polarity < -variables.neutral_band else "neutral"


def rating_sentiment(rating: float, variables: Variables) -> str:
    """Classify a rating; between 2 and 4 of 5 is neutral."""
    points = on_five_points(rating, variables)
    if points >= 4:
        return "positive"
    return "negative" if points <= 2 else "neutral"


def on_five_points(rating: float, variables: Variables) -> float:
    """Convert a rating of any scale to the scale from 1 to 5."""
    width = variables.rating_max - variables.rating_min
    return 1 + 4 * (rating - variables.rating_min) / width


def ticket_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of support tickets."""
    tickets = shop.tables["support_tickets"]
    resolved = tickets[tickets["resolved_at"].notna()]
    hours = hours_between(resolved["created_at"], resolved["resolved_at"])
    categories = tickets["category"].replace("", NOT_RECORDED)
    return [
        figure("total_tickets", len(tickets)),
        figure("resolved_tickets", len(resolved)),
        figure("ticket_backlog", len(tickets) - len(resolved)),
        figure("median_resolution_hours", hours.quantile(0.5, interpolation="linear")),
        figure("p90_resolution_hours", hours.quantile(0.9, interpolation="linear")),
        sla_attainment_rate(shop),
        largest("most_common_ticket_category", categories.value_counts()),
    ]


def sla_attainment_rate(shop: Shop) -> dict[str, Any]:
    """Compute the share of tickets resolved within the target of their priority.

    An open ticket counts as breached once it is past its target. A ticket whose priority has no
    target does not count.
    """
    tickets = shop.tables["support_tickets"]
    target = tickets["priority"].str.lower().map(shop.sla_targets).astype("float64")
    is_resolved = tickets["resolved_at"].notna()
    hours = hours_between(tickets["created_at"], tickets["resolved_at"].fillna(shop.as_of))
    met = (is_resolved & (hours <= target)).sum()
    breached = (hours > target).sum()
    return ratio("sla_attainment_rate", met, met + breached)
