"""The account that the commands work on, its deployments, and clients of it in both of Azure's shapes."""

from typing import Any

from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from openai import APIStatusError, AzureOpenAI, OpenAI
from setting import SUBSCRIPTION, credential, holds

GROUP, NAME = "conformance-openai", "conformance-openai"
LOCATION = "northcentralus"  # where this model can be tuned
BASE = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
MODEL = f"{BASE['name']}-{BASE['version']}"
DATED = "2024-10-21"
ENDPOINT = f"https://{NAME}.openai.azure.com"
_SCOPE = "https://cognitiveservices.azure.com/.default"


def management() -> CognitiveServicesManagementClient:
    """The client that makes accounts and deployments."""
    return CognitiveServicesManagementClient(credential(), SUBSCRIPTION)


def make_account(arm: CognitiveServicesManagementClient) -> None:
    """Makes the account."""
    account = {
        "location": LOCATION,
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "identity": {"type": "SystemAssigned"},
        "properties": {"customSubDomainName": NAME},
    }
    arm.accounts.begin_create(GROUP, NAME, account).result()


def make_deployment(
    arm: CognitiveServicesManagementClient, name: str, *, capacity: int, model: dict[str, str] | None = None
) -> None:
    """Deploys the base model, or another one."""
    deployment: Any = {
        "sku": {"name": "GlobalStandard" if model is None else "Standard", "capacity": capacity},
        "properties": {"model": model or BASE},
    }
    arm.deployments.begin_create_or_update(GROUP, NAME, name, deployment).result()


def delete_account(arm: CognitiveServicesManagementClient) -> None:
    """Deletes and purges the account with its deployments."""
    for deployment in list(arm.deployments.list(GROUP, NAME)):
        arm.deployments.begin_delete(GROUP, NAME, deployment.name).result()
    arm.accounts.begin_delete(GROUP, NAME).result()
    arm.deleted_accounts.begin_purge(LOCATION, GROUP, NAME).result()


def of_version(version: str, *, key: str | None = None) -> OpenAI:
    """A client that signs in by Entra, or by a key, in the shape of an api-version or of v1."""
    if version == "v1":
        return OpenAI(base_url=f"{ENDPOINT}/openai/v1/", api_key=key or token(), max_retries=0)
    named: Any = {"api_key": key} if key else {"azure_ad_token_provider": token}
    return AzureOpenAI(azure_endpoint=ENDPOINT, api_version=version, max_retries=0, **named)


def refused(status: int, call: object, *, code: str | None = None) -> APIStatusError:
    """Fails unless Azure refuses the call with that status, and that code where one is given.

    Raises:
        AssertionError: It was done, or refused otherwise.
    """
    try:
        call()  # type: ignore[operator]
    except APIStatusError as error:
        holds((error.status_code, error.code if code else None), (status, code))
        return error
    raise AssertionError(f"it was done, not refused with {status}")


def token() -> str:
    """The token that the account's data plane takes."""
    return str(credential().get_token(_SCOPE).token)
