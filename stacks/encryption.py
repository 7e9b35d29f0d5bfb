"""The key of one's own that the settings name, with what resources need to know of its identity."""

from infra.encryption import EncryptionKey
from infra.existing import group_name, own_name
from stacks.settings import Settings


def encryption_key(settings: Settings) -> EncryptionKey | None:
    """Gives the key that resources are encrypted with; None for Microsoft's."""
    from pulumi_azure_native import managedidentity

    key = settings.customer_managed_key
    if key is None:
        return None
    identity = managedidentity.get_user_assigned_identity_output(
        resource_group_name=group_name(key.identity), resource_name=own_name(key.identity)
    )
    return EncryptionKey(key.vault, key.key, key.identity, identity.client_id)
