"""The table of docs/identity.md: each step with who does it, what Azure asks for, and the roles that answer it.

``python -m tests.roles.table`` prints it.
"""

import sys

from local_azure.role_definitions import built_in_roles
from tests.roles.declared import CALLER, DEVELOPER, ENDPOINT_CALLER_ROLE, principal_of, stack_of
from tests.roles.rights import custom_role
from tests.roles.steps import Step, steps_of

WHO = {
    DEVELOPER: "developer",
    CALLER: "caller",
    principal_of("identity"): "hub or workspace",
    principal_of("job-identity"): "job",
    principal_of("endpoint-identity"): "endpoint",
}

SHORT = {
    "Microsoft.MachineLearningServices/workspaces/": "workspaces/",
    "Microsoft.Storage/storageAccounts/blobServices/containers/": "containers/",
    "Microsoft.CognitiveServices/accounts/": "accounts/",
}


def table() -> str:
    """Gives the table in Markdown."""
    rows = [("journey", "step", "identity", "action", "role"), ("---",) * 5]
    for journey in ("phi3", "gpt4o", "phi3-custom"):
        rows += [(journey, *_cells(journey, step)) for step in steps_of(journey, stack_of(journey))]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(journey: str, step: Step) -> tuple[str, str, str, str]:
    actions = ", ".join(f"`{_short(ask.action)}`" + (" (data)" if ask.data else "") for ask in step.asks)
    grants = {each.name: each.role for each in stack_of(journey).grants}
    roles = " + ".join(_title(grants[name]) for name in sorted(step.grants))
    return step.name, WHO[step.principal_id], actions, roles


def _short(action: str) -> str:
    for long, short in SHORT.items():
        action = action.replace(long, short)
    return action.removeprefix("Microsoft.")


def _title(role: str) -> str:
    if role == ENDPOINT_CALLER_ROLE:
        return str(custom_role("endpoint-caller")["roleName"])
    return built_in_roles()[role].name


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
