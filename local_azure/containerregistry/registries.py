"""What a registry does beyond being stored: its login server, what its sku allows, and its own key."""

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, bad_request, conflict
from local_azure.json_types import Json
from local_azure.keyvault.customer_keys import acting_identity, key_finding, key_from_identifier, vault_of_key
from local_azure.network.connections import with_connections
from local_azure.network.rules import check_rules
from local_azure.platform import Platform

_DEFAULTS: Json = {
    "adminUserEnabled": False,
    "anonymousPullEnabled": False,
    "dataEndpointEnabled": False,
    "publicNetworkAccess": "Enabled",
    "networkRuleBypassOptions": "AzureServices",
    "zoneRedundancy": "Disabled",
}
_SKUS = ("Basic", "Standard", "Premium")


def registry_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.ContainerRegistry/registries``."""

    async def validate(write: Write) -> None:
        sku = _sku(write)
        if sku not in _SKUS:
            raise bad_request(
                f"The sku '{sku}' of the registry isn't one of {', '.join(_SKUS)}.", code="SkuNotSupported"
            )
        _check_features(write, sku)
        rules = (write.body.get("properties") or {}).get("networkRuleSet")
        check_rules(platform, write, rules, code="NetworkRuleSetInvalid")
        _check_encryption(platform, write, sku)

    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else {}
        properties = {
            **_DEFAULTS,
            **(write.body.get("properties") or {}),
            "loginServer": f"{write.name.lower()}.azurecr.io",
            "creationDate": before.get("creationDate", timestamp(platform.clock.now())),
        }
        return {**write.body, "sku": {"name": _sku(write), "tier": _sku(write)}, "properties": properties}

    return Behaviour(
        validate=validate,
        prepare=prepare,
        present=lambda registry: with_connections(platform, registry),
        name_taken=_taken,
    )


def _sku(write: Write) -> str:
    return str((write.body.get("sku") or {}).get("name") or "Basic")


def _check_features(write: Write, sku: str) -> None:
    # Container Registry documentation "container-registry-skus", 2026-10; the code is from memory.
    properties = write.body.get("properties") or {}
    rules = properties.get("networkRuleSet") or {}
    premium = {
        "publicNetworkAccess": str(properties.get("publicNetworkAccess") or "Enabled").lower() == "disabled",
        "networkRuleSet": str(rules.get("defaultAction", "Allow")).lower() == "deny" or bool(rules.get("ipRules")),
        "dataEndpointEnabled": bool(properties.get("dataEndpointEnabled")),
    }
    asked = [member for member, wanted in premium.items() if wanted]
    if asked and sku != "Premium":
        raise bad_request(
            f"The registry '{write.name}' is of sku {sku}: {', '.join(asked)} can be set only for Premium.",
            code="FeatureNotSupportedForSku",
            target=asked[0],
        )
    if properties.get("anonymousPullEnabled") and sku == "Basic":
        raise bad_request(
            f"The registry '{write.name}' is of sku Basic: anonymous pull needs Standard or Premium.",
            code="FeatureNotSupportedForSku",
            target="anonymousPullEnabled",
        )


def _check_encryption(platform: Platform, write: Write, sku: str) -> None:
    encryption = (write.body.get("properties") or {}).get("encryption") or {}
    if str(encryption.get("status", "")).lower() != "enabled":
        return
    if sku != "Premium":
        raise bad_request(
            f"The registry '{write.name}' is of sku {sku}: encryption with a customer-managed key needs Premium.",
            code="FeatureNotSupportedForSku",
            target="encryption",
        )
    asked = encryption.get("keyVaultProperties") or {}
    identifier, identity = str(asked.get("keyIdentifier", "")), str(asked.get("identity", ""))
    key, acting = key_from_identifier(identifier), acting_identity(platform, write, identity or None)
    if key is None or acting is None:
        raise _key_refused(identifier, identity)
    finding = key_finding(platform, vault_of_key(platform, key), key, acting)
    if finding == "not protected":
        raise bad_request(
            f"The key vault of '{identifier}' must have soft delete and purge protection.",
            code="KeyVaultNotRecoverable",
        )
    if finding is not None:
        raise _key_refused(identifier, identity)


def _key_refused(identifier: str, identity: str) -> AzureError:
    # azure-docs issue 61015; the code is from memory.
    return bad_request(
        f"Failed to access KeyId '{identifier}'. Verify that identity '{identity}' has 'Get, Wrap Key, Unwrap Key' "
        f"permission on key '{identifier}'. For more information on bring your own key, please visit "
        "'https://aka.ms/acr/cmk'.",
        code="KeyAccessFailed",
        target="encryption",
    )


def _taken(write: Write) -> AzureError:
    return conflict(
        f"The registry DNS name {write.name}.azurecr.io is already in use. You can check if the name is already "
        "claimed using following API: "
        "https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability",
        code="AlreadyInUse",
    )
