"""An account without a subdomain: it answers at its region's host, by a key alone."""

from collections.abc import Iterator

from account import DATED, GROUP, LOCATION, refused, token
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from openai import AzureOpenAI
from setting import Command, holds

NAME = "conformance-regional"
ENDPOINT = f"https://{LOCATION}.api.cognitive.microsoft.com"


def region_commands(arm: CognitiveServicesManagementClient) -> Iterator[Command]:
    """Makes the account, asks it by key and by token, and deletes it."""
    yield "an account without a subdomain", lambda: _make(arm)
    yield "its endpoint is its region's", lambda: holds(_endpoint(arm), f"{ENDPOINT}/")
    yield "files.list at the region's host by key", lambda: _lists_files(arm)
    yield "files.list at the region's host by token", lambda: refused(400, _by_token().files.list)
    yield "files.list at the region's host by another key", lambda: refused(401, _by_key("0" * 32).files.list)
    yield "delete the account without a subdomain", lambda: _delete(arm)


def _make(arm: CognitiveServicesManagementClient) -> None:
    account = {"location": LOCATION, "kind": "OpenAI", "sku": {"name": "S0"}, "properties": {}}
    arm.accounts.begin_create(GROUP, NAME, account).result()


def _endpoint(arm: CognitiveServicesManagementClient) -> str:
    return str(arm.accounts.get(GROUP, NAME).properties.endpoint)


def _lists_files(arm: CognitiveServicesManagementClient) -> None:
    keys = arm.accounts.list_keys(GROUP, NAME)
    for key in (keys.key1, keys.key2):
        holds(list(_by_key(key).files.list()), [])


def _by_key(key: str) -> AzureOpenAI:
    return AzureOpenAI(azure_endpoint=ENDPOINT, api_version=DATED, max_retries=0, api_key=key)


def _by_token() -> AzureOpenAI:
    return AzureOpenAI(azure_endpoint=ENDPOINT, api_version=DATED, max_retries=0, azure_ad_token_provider=token)


def _delete(arm: CognitiveServicesManagementClient) -> None:
    arm.accounts.begin_delete(GROUP, NAME).result()
    arm.deleted_accounts.begin_purge(LOCATION, GROUP, NAME).result()
