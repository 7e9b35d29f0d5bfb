"""Looks up whether a name that must be unique in the world is free."""

from typing import Final

from catalogue.resource_types import by_type
from infra.provider.arm import Arm
from operations.checks.facts import NameAnswer, NameKind

TYPES: Final[dict[NameKind, str]] = {
    "storage_account": "Microsoft.Storage/storageAccounts",
    "key_vault": "Microsoft.KeyVault/vaults",
    "container_registry": "Microsoft.ContainerRegistry/registries",
    "ai_services": "Microsoft.CognitiveServices/accounts",
}


def name(arm: Arm, subscription_id: str, kind: NameKind, wanted: str) -> NameAnswer:
    """Asks the service that gives such names out."""
    arm_type = TYPES[kind]
    version, provider = by_type(arm_type).api_version, f"/subscriptions/{subscription_id}/providers/"
    provider += arm_type.split("/")[0]
    if kind == "ai_services":
        body = {"subdomainName": wanted, "type": arm_type, "kind": "AIServices"}
        answer = arm.ask(f"{provider}/checkDomainAvailability", version, body)
        return NameAnswer(answer.get("isSubdomainAvailable") is True, str(answer.get("reason") or ""))
    answer = arm.ask(f"{provider}/checkNameAvailability", version, {"name": wanted, "type": arm_type})
    return NameAnswer(answer.get("nameAvailable") is True, str(answer.get("message") or ""))
