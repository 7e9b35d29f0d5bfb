"""Workspaces, hubs and projects made and deleted by azure-ai-ml itself: each by an ARM template of its own."""

from collections.abc import Iterator

from azure.ai.ml import MLClient
from azure.ai.ml.entities import Hub, Project, Workspace
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP = "conformance-ml-templates"
WORKSPACE, HUB, PROJECT = "conformance-plain", "conformance-hub", "conformance-project"


def workspace_commands() -> Iterator[Command]:
    """Makes one of each sort with all that it stands on, updates one, and deletes the group with what is left."""
    client = MLClient(credential(), SUBSCRIPTION, GROUP)
    yield from group_commands(GROUP)
    yield (
        "workspaces.begin_create of a workspace",
        lambda: holds(_made(client, Workspace(**_named(WORKSPACE))), "default"),
    )
    yield "workspaces.begin_create of a hub", lambda: holds(_made(client, Hub(**_named(HUB))), "hub")
    yield (
        "workspaces.begin_create of a project, as 1.35.2 sends it",
        lambda: refuses("InvalidTemplate", lambda: _made(client, _project(client))),
    )
    yield "workspaces.begin_create of a project", lambda: holds(_made(_mended(client), _project(client)), "project")
    yield (
        "workspaces.begin_update of a hub",
        lambda: holds(
            client.workspaces.begin_update(Hub(name=HUB, location=LOCATION, description="changed"))
            .result()
            .description,
            "changed",
        ),
    )
    yield (
        "workspaces.begin_create in no group",
        lambda: refuses(
            "ResourceGroupNotFound",
            lambda: _made(client, Workspace(**_named(WORKSPACE) | {"resource_group": "conformance-none"})),
        ),
    )
    for name in (PROJECT, HUB, WORKSPACE):
        yield f"workspaces.begin_delete of {name}", lambda name=name: _deleted(client, name)
    yield "workspaces.list of what is left", lambda: holds([one.name for one in client.workspaces.list()], [])


def _made(client: MLClient, workspace: Workspace) -> str:
    found = client.workspaces.begin_create(workspace).result()
    holds(found.name, workspace.name)
    return str(found._kind).lower()


def _named(name: str) -> dict[str, str]:
    return {"name": name, "location": LOCATION, "display_name": name, "description": "by template"}


def _project(client: MLClient) -> Project:
    return Project(**_named(PROJECT), hub_id=client.workspaces.get(HUB).id)


def _mended(client: MLClient) -> MLClient:
    # 1.35.2 copies the hub's public network access into the parameters as an enumeration, and sends its Python name.
    get = client.workspaces.get

    def plain(*arguments: object, **options: object) -> Workspace:
        found = get(*arguments, **options)
        found.public_network_access = str(getattr(found.public_network_access, "value", found.public_network_access))
        return found

    client.workspaces.get = plain
    return client


def _deleted(client: MLClient, name: str) -> None:
    client.workspaces.begin_delete(name, delete_dependent_resources=False, permanently_delete=True).result()
