"""A vault with a caller for the tests of its own host: requests as Azure's clients send them."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from tests.local_azure.running import LocalAzure

AUDIENCE = "https://vault.azure.net"
SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
CRYPTO_OFFICER = "14b46e9e-c2b7-41b4-b07b-48a6ebf60603"
CRYPTO_ENCRYPTION_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"


@dataclass(frozen=True)
class Vault:
    """A key vault of a local Azure.

    Attributes:
        azure: The local Azure.
        id: The vault's ARM id.
    """

    azure: LocalAzure
    id: str

    @property
    def host(self) -> str:
        return f"https://{self.id.rpartition('/')[2]}.vault.azure.net"

    def call(
        self, method: str, path: str, body: object = None, *, object_id: str = DEPLOYER_OBJECT_ID, token: str = ""
    ) -> httpx.Response:
        sent = token or self.azure.token(AUDIENCE, object_id)
        url = f"{self.host}/{path}?api-version=7.4"
        return self.azure.http.request(method, url, json=body, headers={"Authorization": f"Bearer {sent}"})

    def assign(self, role: str, principal: str = DEPLOYER_OBJECT_ID, scope: str = "") -> None:
        assign(self.azure, scope or self.id, role, principal)


def assign(azure: LocalAzure, scope: str, role: str, principal: str) -> None:
    """Gives a principal a role."""
    properties = {
        "roleDefinitionId": f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        "principalId": principal,
        "principalType": "ServicePrincipal",
    }
    path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    azure.call("PUT", path, {"properties": properties}).raise_for_status()


def vault_body(**properties: object) -> dict[str, Any]:
    """Returns the body of a vault with roles."""
    sku = {"family": "A", "name": "standard"}
    fixed = {"tenantId": TENANT_ID, "sku": sku, "enableRbacAuthorization": True}
    return {"location": "eastus2", "properties": {**fixed, **properties}}


def make_vault(azure: LocalAzure, group: str, *roles: str, **properties: object) -> Vault:
    """Makes a vault of a new name in which the deployer has some roles."""
    vault_id = f"{group}/providers/Microsoft.KeyVault/vaults/kv{uuid.uuid4().hex[:16]}"
    azure.put(vault_id, vault_body(**properties))
    vault = Vault(azure, vault_id)
    for role in roles:
        vault.assign(role)
    return vault


def inner(answer: httpx.Response) -> tuple[int, str, str]:
    """Returns status, code and inner code of a refusal."""
    error = answer.json()["error"]
    return answer.status_code, error["code"], (error.get("innererror") or {}).get("code", "")
