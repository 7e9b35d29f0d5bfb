"""Limits that an account states among its own capabilities."""

from local_azure.resources import Resource


def limit_of(account: Resource, name: str) -> int:
    """Returns a limit of an account, such as ``MaxUserFileCount``.

    Raises:
        LookupError: The account states none of that name.
    """
    for capability in account.properties.get("capabilities") or ():
        if capability["name"] == name:
            return int(capability["value"])
    raise LookupError(f"the account {account.id} has no capability {name}")
