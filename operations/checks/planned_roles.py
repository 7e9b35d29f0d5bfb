"""The names of the roles that a stack assigns; a test holds them against what the stacks declare."""

from collections.abc import Iterator
from typing import Final

from operations.checks.plan import Plan
from stacks.settings import METHODS

WORKSPACE: Final = ("Azure AI Administrator", "Key Vault Administrator", "Storage Blob Data Contributor")
SERVERLESS: Final = ("Azure AI Developer", "Cognitive Services OpenAI User")
OPENAI: Final = ("Cognitive Services OpenAI Contributor", "Storage Blob Data Contributor")
COMMAND: Final = ("Managed Identity Operator", "AcrPull", "Storage Blob Data Reader")
APPROVER: Final = "Azure AI Enterprise Network Connection Approver"
DEPLOYER: Final = (
    "Azure AI Administrator",
    "Log Analytics Contributor",
    "Managed Identity Contributor",
    "Managed Identity Operator",
    "Role Based Access Control Administrator",
)


def planned_roles(plan: Plan) -> tuple[str, ...]:
    """Gives the roles that each `pulumi up` has to be able to give, each once."""
    return tuple(dict.fromkeys(_roles(plan)))


def pipeline_roles(plan: Plan) -> tuple[str, ...]:
    """Gives the roles that the first `pulumi up` gives to the pipeline that runs the later ones; none without one."""
    if plan.settings.github is None:
        return ()
    network = ("Network Contributor",) if plan.settings.network.profile == "private" else ()
    return (*DEPLOYER, *network)


def _roles(plan: Plan) -> Iterator[str]:
    methods = METHODS[plan.settings.journey]
    if plan.has_workspaces:
        yield from WORKSPACE
        yield from _approver(plan)
    if "serverless" in methods:
        yield from SERVERLESS
    if "openai" in methods:
        yield from OPENAI
        if plan.settings.caller is not None:
            yield "Cognitive Services OpenAI User"
    if "command" in methods:
        yield from COMMAND
        if "serverless" not in methods:  # else Azure AI Developer holds it
            yield "AzureML Data Scientist"
        if plan.settings.identity_profile == "seed":
            yield "Contributor"


def _approver(plan: Plan) -> Iterator[str]:
    existing = plan.settings.existing
    reached = (existing.storage_account, existing.key_vault, existing.container_registry, existing.ai_services)
    if plan.settings.network.profile == "private" and any(reached):
        yield APPROVER
