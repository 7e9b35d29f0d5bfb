"""Container registries, by azure-mgmt-containerregistry."""

from collections.abc import Iterator

from azure.mgmt.containerregistry import ContainerRegistryManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-registries", "conformanceregistry"


def commands() -> Iterator[Command]:
    """Makes a registry, changes it and deletes it."""
    registries = ContainerRegistryManagementClient(credential(), SUBSCRIPTION).registries
    body = {"location": LOCATION, "sku": {"name": "Standard"}, "properties": {"adminUserEnabled": False}}
    named = {"name": NAME, "type": "Microsoft.ContainerRegistry/registries"}
    yield from group_commands(GROUP, "Microsoft.ContainerRegistry")
    yield "check_name_availability", lambda: holds(registries.check_name_availability(named).name_available, True)
    yield "begin_create", lambda: holds(registries.begin_create(GROUP, NAME, body).result().sku.name, "Standard")
    yield "get", lambda: holds(registries.get(GROUP, NAME).login_server, f"{NAME}.azurecr.io")
    yield (
        "begin_update",
        lambda: holds(registries.begin_update(GROUP, NAME, {"tags": {"stage": "two"}}).result().tags, {"stage": "two"}),
    )
    yield (
        "list_by_resource_group",
        lambda: holds([one.name for one in registries.list_by_resource_group(GROUP)], [NAME]),
    )
    yield "list", lambda: holds(NAME in [one.name for one in registries.list()], True)
    yield "list_usages", lambda: holds(bool(registries.list_usages(GROUP, NAME).value), True)
    yield "begin_delete", lambda: registries.begin_delete(GROUP, NAME).result()
    yield "get of a deleted registry", lambda: refuses("ResourceNotFound", lambda: registries.get(GROUP, NAME))
