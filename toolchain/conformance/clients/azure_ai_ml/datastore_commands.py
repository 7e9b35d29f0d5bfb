"""Datastores: the workspace's own two, and one that is added, used and taken away again."""

from collections.abc import Iterator

from azure.ai.ml import MLClient
from azure.ai.ml.entities import AccountKeyConfiguration, AzureBlobDatastore
from setting import Command, holds, is_gone

ADDED = "added"
KEY = "Y29uZm9ybWFuY2U="  # pragma: allowlist secret


def datastore_commands(client: MLClient) -> Iterator[Command]:
    """Reads the datastores and adds one on the container of the default one."""
    datastores = client.datastores
    yield "datastores.get_default", lambda: holds(datastores.get_default().name, "workspaceblobstore")
    yield "datastores.get", lambda: holds(str(datastores.get("workspaceartifactstore").container_name), "azureml")
    yield (
        "datastores.get with secrets, of which it has none",
        lambda: holds(type(datastores.get("workspaceblobstore", include_secrets=True).credentials).__name__, _NONE),
    )
    yield "datastores.get of none", lambda: is_gone(lambda: datastores.get("none"))
    yield (
        "datastores.create_or_update",
        lambda: holds(datastores.create_or_update(_added(client)).name, ADDED),
    )
    yield "datastores.list", lambda: holds(_OWN | {ADDED} <= {one.name for one in datastores.list()}, True)
    yield "datastores.delete", lambda: datastores.delete(ADDED)
    yield "datastores.create_or_update with a key", lambda: datastores.create_or_update(_added(client, keyed=True))
    yield "datastores.get with its secret, which is a signature that ends", lambda: _signed(client)
    yield "datastores.delete of it", lambda: datastores.delete(ADDED)
    yield "datastores.get of what was deleted", lambda: is_gone(lambda: datastores.get(ADDED))


_NONE = "NoneCredentialConfiguration"
_OWN = {"workspaceblobstore", "workspaceartifactstore"}


def _added(client: MLClient, *, keyed: bool = False) -> AzureBlobDatastore:
    default = client.datastores.get_default()
    return AzureBlobDatastore(
        name=ADDED,
        account_name=default.account_name,
        container_name=default.container_name,
        tags={"a": "b"},
        credentials=AccountKeyConfiguration(account_key=KEY) if keyed else None,
    )


def _signed(client: MLClient) -> None:
    credentials = client.datastores.get(ADDED, include_secrets=True).credentials
    holds("sig=" in credentials.sas_token, True)
