"""Serverless endpoints screen prompts and answers."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(endpoint: Resource, _context: Context) -> Iterator[str]:
    """Absent means on to Azure's portal and off to some clients: it is asked for."""
    yield differs(endpoint, "properties.contentSafety.contentSafetyStatus", "Enabled")


POLICY = Policy(
    name="machine-learning-serverless-content-safety",
    summary="Serverless endpoints have content safety on.",
    reason="A tuned model can be less safe than its base; what it says reaches people unread.",
    fix="set properties.content_safety.content_safety_status to Enabled",
    severity="critical",
    types=("machinelearningservices:ServerlessEndpoint",),
    check=check,
    built_in=("f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e",),
)
