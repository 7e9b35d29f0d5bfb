"""Connections of hubs, projects and accounts hold no secrets."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(connection: Resource, _context: Context) -> Iterator[str]:
    """What signs in as somebody needs no secret."""
    yield differs(connection, "properties.authType", "AAD", "ManagedIdentity", "AccountManagedIdentity", "None")
    if connection.get("properties.credentials.key") is not None:
        yield "properties.credentials has a key"


POLICY = Policy(
    name="machine-learning-connections",
    summary="Connections sign in by identity.",
    reason="Everyone who may list a connection's secrets has what it connects to.",
    fix="set properties.auth_type to AAD and give the workspace's identity a role on the target",
    severity="high",
    types=(
        "machinelearningservices:WorkspaceConnection",
        "cognitiveservices:AccountConnection",
        "cognitiveservices:ProjectConnection",
    ),
    check=check,
    controls=("IM-1", "IM-8"),
)
