"""Endpoints take Entra tokens, no keys."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(endpoint: Resource, _context: Context) -> Iterator[str]:
    """Managed online endpoints, batch endpoints and serverless ones each have their own word for it."""
    yield differs(endpoint, "properties.authMode", "AADToken", "AAD")


POLICY = Policy(
    name="machine-learning-endpoint-auth",
    summary="Endpoints take Entra tokens, no keys.",
    reason="A key works for whoever finds it, and nobody can tell who called.",
    fix="set properties.auth_mode to AADToken (serverless endpoints: AAD)",
    severity="high",
    types=(
        "machinelearningservices:OnlineEndpoint",
        "machinelearningservices:BatchEndpoint",
        "machinelearningservices:ServerlessEndpoint",
    ),
    check=check,
    controls=("IM-1",),
)
