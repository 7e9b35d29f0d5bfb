"""Limits that a subscription sets its workspaces: no workspace takes all the cores of a family."""

from collections.abc import Iterator

from local_azure.platform import Platform

TABLE = "workspace-core-limits"


def workspace_limit(platform: Platform, workspace_id: str, family: str) -> int | None:
    """Returns the cores of a family that a workspace may have; None where no limit was set."""
    document = platform.store.get(TABLE, _key(workspace_id, family))
    return None if document is None else int(document["limit"])


def set_workspace_limit(platform: Platform, workspace_id: str, family: str, limit: int) -> None:
    """Sets the cores of a family that a workspace may have; a negative limit takes the one there was away."""
    if limit < 0:
        platform.store.delete(TABLE, _key(workspace_id, family))
    else:
        document = {"workspace": workspace_id, "family": family, "limit": limit}
        platform.store.put(TABLE, _key(workspace_id, family), document)


def workspace_limits(platform: Platform) -> Iterator[tuple[str, str, int]]:
    """Returns all limits that were set, as workspace, family and cores."""
    for document in platform.store.list(TABLE):
        yield document["workspace"], document["family"], int(document["limit"])


def _key(workspace_id: str, family: str) -> str:
    return f"{workspace_id.lower()}|{family.lower()}"
