"""Federated credentials of an identity: at most twenty, each pair of issuer and subject once, written one at a time."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, bad_request, conflict
from local_azure.platform import Platform
from local_azure.resources import Resource

# azure-docs workload-identity-federation-considerations, as of 2026-10.
LIMIT = 20


def federated_credential_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``userAssignedIdentities/federatedIdentityCredentials``."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        for member in ("issuer", "subject", "audiences"):
            if not properties.get(member):
                raise bad_request(f"The property '{member}' of a federated identity credential is missing.")
        if write.parent is None:
            return
        others = [each for each in platform.resources.children(write.parent.id, write.type) if each.name != write.name]
        if write.existing is None and len(others) >= LIMIT:
            raise bad_request(f"Too many federated identity credentials: an identity can have {LIMIT}.")
        pair = (properties["issuer"], properties["subject"])
        if any((each.properties.get("issuer"), each.properties.get("subject")) == pair for each in others):
            raise conflict("Issuer and subject combination already exists for this Managed Identity.")

    async def provision(_resource: Resource) -> None:
        if platform.options.operation_seconds:
            await platform.clock.sleep(platform.options.operation_seconds)

    return Behaviour(
        validate=validate,
        provision=provision,
        serialized_by=_identity,
        parallel_refusal=_concurrent,
        shows_state=False,
    )


def _identity(credential_id: str) -> str:
    return credential_id.rsplit("/", 2)[0]


def _concurrent(identity: str) -> AzureError:
    return conflict(
        "Too many Federated Identity Credentials are written concurrently for the managed identity "
        f"'{identity.lower()}'. Concurrent Federated Identity Credentials writes under the same managed identity are "
        "not supported.",
        code="ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
    )
