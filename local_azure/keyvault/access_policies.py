"""Access policies: the older way to say in a vault who may do what with its secrets and keys."""

from local_azure.resources import Resource


def allows_by_policy(vault: Resource, object_id: str, kind: str, permission: str) -> bool:
    """Returns whether a vault's access policies give a principal a permission.

    Args:
        vault: The vault.
        object_id: The principal.
        kind: ``secrets`` or ``keys``.
        permission: Such as ``get`` or ``wrapKey``.
    """
    for policy in vault.properties.get("accessPolicies") or []:
        if str(policy.get("objectId", "")).lower() != object_id.lower():
            continue
        given = [str(each).lower() for each in (policy.get("permissions") or {}).get(kind) or []]
        # "all" stands for everything but purge (Key Vault documentation, vaults access policies, 2026-10).
        if permission.lower() in given or ("all" in given and permission.lower() != "purge"):
            return True
    return False
