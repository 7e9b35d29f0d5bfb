"""Connections of a workspace: by key and by token, read with their secrets and without, listed, deleted."""

from collections.abc import Iterator

from azure.ai.ml import MLClient
from azure.ai.ml.entities import ApiKeyConfiguration, AzureAIServicesConnection, AzureOpenAIConnection
from place import GROUP
from setting import SUBSCRIPTION, Command, holds, is_gone

KEY = "conformance"  # pragma: allowlist secret
ACCOUNT = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.CognitiveServices/accounts/conformance"
)


def connection_commands(client: MLClient) -> Iterator[Command]:
    """Makes a connection with a key and one without, reads them in every way, and deletes them."""
    connections = client.connections
    by_key = AzureOpenAIConnection(
        name="by-key",
        azure_endpoint="https://conformance.openai.azure.com/",
        api_key=KEY,
        api_version="2024-10-21",
        open_ai_resource_id=ACCOUNT,
    )
    by_token = AzureAIServicesConnection(
        name="by-token", endpoint="https://conformance.services.ai.azure.com/", ai_services_resource_id=ACCOUNT
    )
    yield (
        "connections.create_or_update with a key",
        lambda: holds(connections.create_or_update(by_key).type, "azure_open_ai"),
    )
    yield (
        "connections.create_or_update with Entra",
        lambda: holds(connections.create_or_update(by_token).credentials.type, "aad"),
    )
    yield "connections.get", lambda: holds(connections.get("by-key").target, "https://conformance.openai.azure.com/")
    yield "connections.get without secrets", lambda: holds(_key(client, populate_secrets=False), None)
    yield "connections.get with secrets", lambda: holds(_key(client, populate_secrets=True), KEY)
    yield (
        "connections.list",
        lambda: holds({"by-key", "by-token"} <= {one.name for one in connections.list()}, True),
    )
    yield (
        "connections.list of a type",
        lambda: holds([one.name for one in connections.list(connection_type="azure_open_ai")], ["by-key"]),
    )
    yield "connections.get of none", lambda: is_gone(lambda: connections.get("none"))
    for name in ("by-key", "by-token"):
        yield f"connections.delete {name}", lambda name=name: connections.delete(name)
    yield "connections.get of what was deleted", lambda: is_gone(lambda: connections.get("by-key"))


def _key(client: MLClient, *, populate_secrets: bool) -> str | None:
    credentials = client.connections.get("by-key", populate_secrets=populate_secrets).credentials
    holds(isinstance(credentials, ApiKeyConfiguration), True)
    return credentials.key
