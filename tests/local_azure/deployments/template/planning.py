"""Templates planned at a place that tests know."""

from datetime import UTC, datetime

from local_azure.deployments.template.plan import Plan, make_plan
from tests.local_azure.deployments.language.expressions import PLACE


def plan(document: object, **parameters: object) -> Plan:
    """Returns what a template does, given its parameters."""
    given = {name: {"value": value} for name, value in parameters.items()}
    return make_plan(document, given, PLACE, datetime(2026, 10, 7, tzinfo=UTC), lambda: "fresh-guid")
