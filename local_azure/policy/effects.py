"""The effects of policies: what the local Azure does with them, and what it refuses because it would do nothing."""

from typing import Literal

from local_azure.errors import not_supported
from local_azure.json_types import JsonValue
from local_azure.policy.errors import invalid_rule
from local_azure.policy.rule import check_expressions

Effect = Literal["deny", "audit", "disabled"]
EFFECTS: tuple[Effect, ...] = ("deny", "audit", "disabled")
# azure-docs "Azure Policy definitions effect basics", as of 2026-10.
ONLY_AZURE = frozenset(
    {
        "addtonetworkgroup",
        "append",
        "auditifnotexists",
        "deployifnotexists",
        "denyaction",
        "manual",
        "modify",
        "mutate",
    }
)


def check_effect(written: JsonValue) -> None:
    """Checks the effect of a definition, which may be an expression that an assignment decides.

    Raises:
        AzureError: 400 for none that is known, 501 for one that the local Azure lacks.
    """
    if not isinstance(written, str):
        raise invalid_rule("'then' has no effect.")
    check_expressions(written)
    if not written.startswith("["):
        effect(written)


def effect(resolved: JsonValue) -> Effect:
    """Returns an effect by its name in any case.

    Raises:
        AzureError: 400 for none that is known, 501 for one that the local Azure lacks.
    """
    name = str(resolved).lower()
    if name in ONLY_AZURE:
        raise not_supported(f"the policy effect '{resolved}'", f"It has: {', '.join(EFFECTS)}.")
    if name not in EFFECTS:
        raise invalid_rule(f"there is no effect '{resolved}'.")
    return name
