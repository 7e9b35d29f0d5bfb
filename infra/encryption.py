"""A key of one's own that resources are encrypted with instead of Microsoft's."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class EncryptionKey:
    """A key in a vault with purge protection, and the identity that may use it.

    Attributes:
        vault_id: ARM id of the key vault.
        identifier: The key's own, ``https://VAULT.vault.azure.net/keys/NAME/VERSION``.
        identity_id: ARM id of the user-assigned identity with a role on the key.
        identity_client_id: That identity's client id.
    """

    vault_id: str
    identifier: str
    identity_id: str
    identity_client_id: pulumi.Input[str]

    @property
    def vault_uri(self) -> str:
        """The vault's address, ending in a slash."""
        return self.identifier.partition("keys/")[0]

    @property
    def name(self) -> str:
        """The key's name."""
        return self.identifier.split("/")[-2]

    @property
    def version(self) -> str:
        """The key's version."""
        return self.identifier.split("/")[-1]
