"""The attributes that conditions can ask about: what a request wants to write, and what the resource is."""

from collections.abc import Mapping, Sequence

# Values by attribute, as a condition writes it, in lower case: "@request[microsoft.authorization/...:principalid]".
Attributes = Mapping[str, Sequence[str]]

ASSIGNMENTS = "Microsoft.Authorization/roleAssignments"
CONTAINERS = "Microsoft.Storage/storageAccounts/blobServices/containers"
SUBOPERATION = "@request[suboperation]"
# Those in azure-docs conditions-authorization-actions-attributes and storage-auth-abac-attributes (2026-10) that have
# values here.
KNOWN = frozenset(
    {
        *(
            f"@{source}[{ASSIGNMENTS}:{name}]".lower()
            for source in ("Request", "Resource")
            for name in ("RoleDefinitionId", "PrincipalId", "PrincipalType")
        ),
        f"@Resource[{CONTAINERS}:name]".lower(),
        f"@Resource[{CONTAINERS}/blobs:path]".lower(),
        f"@Request[{CONTAINERS}/blobs:prefix]".lower(),
        SUBOPERATION,
    }
)


def assignment_attributes(source: str, role_definition: str, principal_id: str, principal_type: str) -> Attributes:
    """Returns what conditions may ask about a role assignment.

    Args:
        source: ``Request`` for one that is to be written, ``Resource`` for one that is there.
        role_definition: The role's GUID.
        principal_id: Who gets it.
        principal_type: What that is, such as ``ServicePrincipal``.
    """
    values = {"RoleDefinitionId": role_definition, "PrincipalId": principal_id, "PrincipalType": principal_type}
    return {f"@{source}[{ASSIGNMENTS}:{name}]".lower(): [value] for name, value in values.items() if value}


def blob_attributes(*, container: str, path: str = "", prefix: str = "", suboperation: str = "") -> Attributes:
    """Returns what conditions may ask about a request to a storage account's blobs.

    Args:
        container: The container's name.
        path: The blob's name; empty where the request is about none.
        prefix: The prefix of a list.
        suboperation: Such as ``Blob.List``.
    """
    values = {
        f"@Resource[{CONTAINERS}:name]": container,
        f"@Resource[{CONTAINERS}/blobs:path]": path,
        f"@Request[{CONTAINERS}/blobs:prefix]": prefix,
        SUBOPERATION: suboperation,
    }
    return {name.lower(): [value] for name, value in values.items() if value}
