"""User-assigned identities and their federated credentials, by azure-mgmt-msi."""

from collections.abc import Iterator

from azure.mgmt.msi import ManagedServiceIdentityClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-identities", "conformance-identity"


def commands() -> Iterator[Command]:
    """Makes an identity, lets another issuer's tokens stand for it, and deletes both."""
    client = ManagedServiceIdentityClient(credential(), SUBSCRIPTION)
    identities, federated = client.user_assigned_identities, client.federated_identity_credentials
    trusted = {
        "properties": {
            "issuer": "https://token.actions.githubusercontent.com",
            "subject": "repo:owner/repository:environment:dev",
            "audiences": ["api://AzureADTokenExchange"],
        }
    }
    yield from group_commands(GROUP, "Microsoft.ManagedIdentity")
    yield "create_or_update", lambda: holds(identities.create_or_update(GROUP, NAME, {"location": LOCATION}).name, NAME)
    yield "get", lambda: holds(len(identities.get(GROUP, NAME).client_id), 36)
    yield "update", lambda: holds(identities.update(GROUP, NAME, {"tags": {"stage": "two"}}).tags, {"stage": "two"})
    yield (
        "list_by_resource_group",
        lambda: holds([one.name for one in identities.list_by_resource_group(GROUP)], [NAME]),
    )
    yield "list_by_subscription", lambda: holds(NAME in [one.name for one in identities.list_by_subscription()], True)
    yield (
        "federated_identity_credentials.create_or_update",
        lambda: holds(federated.create_or_update(GROUP, NAME, "github", trusted).name, "github"),
    )
    yield (
        "federated_identity_credentials.list",
        lambda: holds([one.subject for one in federated.list(GROUP, NAME)], [trusted["properties"]["subject"]]),
    )
    yield "federated_identity_credentials.get", lambda: holds(federated.get(GROUP, NAME, "github").name, "github")
    yield "federated_identity_credentials.delete", lambda: federated.delete(GROUP, NAME, "github")
    yield "delete", lambda: identities.delete(GROUP, NAME)
    yield "get of a deleted identity", lambda: refuses("ResourceNotFound", lambda: identities.get(GROUP, NAME))
