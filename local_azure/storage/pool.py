"""Which of Azurite's accounts stands behind which storage account, and the secret of its delegation keys."""

import base64
import secrets
from collections.abc import Sequence

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.store import Store

TABLE = "storage_accounts"


class AccountPool:
    """Storage accounts by name, each on an Azurite account of its own, kept across restarts.

    Args:
        store: where the assignment is kept.
        names: Azurite's accounts.
    """

    def __init__(self, store: Store, names: Sequence[str]) -> None:
        self._store = store
        self._names = tuple(names)

    def claim(self, account: str, resource_id: str) -> None:
        """Gives a storage account its place; nothing happens when it has one.

        Args:
            account: its name.
            resource_id: its ARM id, by which its roles are asked for.

        Raises:
            AzureError: 409 when every place is taken.
        """
        if self._store.get(TABLE, account.lower()) is not None:
            return
        taken = {document["slot"] for document in self._store.list(TABLE)}
        free = next((name for name in self._names if name not in taken), None)
        if free is None:
            message = f"This local Azure holds at most {len(self._names)} storage accounts; delete one first."
            raise AzureError(409, "MaxStorageAccountsCountPerSubscriptionExceeded", message)
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        self._store.put(TABLE, account.lower(), {"slot": free, "delegation_key": key, "resource_id": resource_id})

    def slot(self, account: str) -> str:
        """Returns the Azurite account behind a storage account.

        Raises:
            AzureError: 404 when there is no such account.
        """
        return str(self._document(account)["slot"])

    def resource_id(self, account: str) -> str:
        """Returns a storage account's ARM id.

        Raises:
            AzureError: 404 when there is no such account.
        """
        return str(self._document(account)["resource_id"])

    def delegation_key(self, account: str) -> str:
        """Returns the secret, base64, from which an account's user delegation keys are derived.

        Raises:
            AzureError: 404 when there is no such account.
        """
        return str(self._document(account)["delegation_key"])

    def release(self, account: str) -> None:
        """Frees a storage account's place; its blobs must be gone."""
        self._store.delete(TABLE, account.lower())

    def _document(self, account: str) -> Json:
        document = self._store.get(TABLE, account.lower())
        if document is None:
            raise no_account(account)
        return document


def no_account(account: str) -> AzureError:
    """Returns the 404 for a storage account that isn't there.

    On Azure the host name does not resolve; a proxy can't say so, so the answer names what is missing.
    """
    return AzureError(404, "ResourceNotFound", f"There is no storage account '{account}'.")
