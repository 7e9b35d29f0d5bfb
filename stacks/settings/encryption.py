"""Settings of encryption with a key of one's own instead of Microsoft's."""

from typing import Annotated

from pydantic import Field

from stacks.settings.values import Setting, id_of


class CustomerManagedKey(Setting):
    """A key in a vault with purge protection, and the identity that may use it."""

    vault: Annotated[str, id_of("Microsoft.KeyVault/vaults")] = Field(
        description="id of the key vault that holds the key; it must have purge protection"
    )
    key: str = Field(
        pattern=r"^https://[a-z0-9-]{3,24}\.vault\.azure\.net/keys/[A-Za-z0-9-]{1,127}/[0-9a-f]{32}$",
        description="the key's identifier, https://VAULT.vault.azure.net/keys/NAME/VERSION",
    )
    identity: Annotated[str, id_of("Microsoft.ManagedIdentity/userAssignedIdentities")] = Field(
        description="id of a user-assigned identity with the role Key Vault Crypto Service Encryption User on the key"
    )
