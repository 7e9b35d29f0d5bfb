"""What is said of a deployment's price and end, by method."""

from catalogue.models import Method
from jobs.domain.endpoint import Endpoint
from jobs.domain.hosting import hosting_notes, hourly_price


def notes(method: Method, sku: str, capacity: int = 50) -> str:
    return "; ".join(hosting_notes(method, endpoint(sku, capacity)))


def endpoint(sku: str, capacity: int) -> Endpoint:
    return Endpoint("tuned", "Succeeded", "", "model", False, sku=sku, capacity=capacity)


def test_a_standard_deployment_has_a_price_with_its_source_and_goes_when_idle() -> None:
    said = notes("openai", "Standard")
    assert "1.70 USD an hour, used or not" in said
    assert "cost-guide, 2026-03-19" in said
    assert "deleted after 15 days without a request" in said


def test_the_hour_costs_the_same_whatever_the_capacity() -> None:
    assert hourly_price("openai", endpoint("GlobalStandard", 200)) == 1.70


def test_a_developer_deployment_costs_nothing_by_the_hour_and_ends_after_a_day() -> None:
    said = notes("openai", "DeveloperTier")
    assert "nothing by the hour" in said
    assert "deleted 24 hours after it was made" in said


def test_what_nobody_wrote_down_is_said_to_be_unknown() -> None:
    assert "the price isn't known here" in notes("serverless", "", 0)
    assert hourly_price("command", endpoint("Standard_E4s_v3", 1)) is None
    assert "the price isn't known here" in notes("command", "Standard_E4s_v3", 1)


def test_machines_are_paid_for_each_until_somebody_deletes_them() -> None:
    assert hourly_price("command", endpoint("Standard_NC24ads_A100_v4", 2)) == 2 * 3.673
    assert "stays until it is deleted" in notes("command", "Standard_NC24ads_A100_v4", 2)
