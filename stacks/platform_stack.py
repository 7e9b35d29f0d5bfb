"""The stack platform: all three journeys on one foundation, with one storage, vault, registry and account for them."""

from typing import Any, Final

from stacks import gpt4o, phi3, phi3_custom
from stacks.account import declare_account
from stacks.alerts import Watched, declare_alerts
from stacks.caller import Caller
from stacks.dependents import declare_dependents, lock_dependents, release_names
from stacks.deployer import declare_deployer
from stacks.foundation import lay_foundation
from stacks.outputs import common_outputs
from stacks.settings import Settings

NAMESPACES: Final = tuple(dict.fromkeys((*phi3.NAMESPACES, *gpt4o.NAMESPACES, *phi3_custom.NAMESPACES)))
"""What the resources belong to."""


def platform(settings: Settings, caller: Caller, stack: str) -> dict[str, Any]:
    """Declares the infrastructure of all journeys.

    Args:
        settings: The stack's settings.
        caller: Who runs Pulumi; does the steps of the journeys too unless the settings name a developer.
        stack: The stack's name.

    Returns:
        The outputs by name: what is common, and under ``journeys`` those of each journey, as its own stack has them.
    """
    foundation = lay_foundation(settings, stack, NAMESPACES)
    release = release_names(settings, caller, foundation)
    dependents = declare_dependents(settings, caller, foundation, release)
    account = declare_account(settings, foundation, release, dependents.log_analytics.id, projects=True)
    serverless = phi3.declare_phi3(settings, caller, foundation, dependents, account)
    openai = gpt4o.declare_gpt4o(settings, caller, foundation, account, dependents.storage, alone=False)
    command = phi3_custom.declare_phi3_custom(settings, caller, foundation, dependents, serverless.roles, alone=False)
    roles = [serverless.roles, openai.roles, command.roles]
    watched = Watched(
        account_id=account.id,
        workspaces=(("project", serverless.project.id), ("workspace", command.workspace.id)),
        endpoints_in=command.workspace.id,
    )
    declare_alerts(settings, foundation, watched)
    assignments = [each for one in roles for each in one.assignments]
    lock_dependents(settings, dependents, [*assignments, *openai.within_storage])
    parts = {"phi3": serverless.outputs, "gpt4o": openai.outputs, "phi3-custom": command.outputs}
    common = common_outputs(settings, caller, foundation, dependents)
    return {
        **common,
        "journeys": {name: {**common, **outputs, "journey": name} for name, outputs in parts.items()},
        **declare_deployer(settings, foundation, roles),
    }
