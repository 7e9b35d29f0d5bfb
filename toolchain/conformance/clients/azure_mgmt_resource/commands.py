"""Resource groups, providers, resources by id and tags, by azure-mgmt-resource."""

from collections.abc import Iterator

from azure.mgmt.resource.resources import ResourceManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, holds, refuses

GROUP, SECOND = "conformance-resources", "conformance-resources-too"
IDENTITY = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
    "/Microsoft.ManagedIdentity/userAssignedIdentities/conformance"
)
VERSION = "2023-01-31"


def commands() -> Iterator[Command]:
    """Makes a group with a resource in it, looks at both in every way, and deletes the group with all that is in it."""
    client = ResourceManagementClient(credential(), SUBSCRIPTION)
    groups, resources = client.resource_groups, client.resources
    body = {"location": LOCATION, "tags": {"owner": "azure-mgmt-resource"}}
    yield "resource_groups.create_or_update", lambda: holds(groups.create_or_update(GROUP, body).name, GROUP)
    yield "resource_groups.check_existence", lambda: holds(groups.check_existence(GROUP), True)
    yield "resource_groups.check_existence of none", lambda: holds(groups.check_existence("conformance-none"), False)
    yield "resource_groups.get", lambda: holds(groups.get(GROUP.upper()).tags, {"owner": "azure-mgmt-resource"})
    yield (
        "resource_groups.update",
        lambda: holds(groups.update(GROUP, {"tags": {"stage": "two"}}).tags["stage"], "two"),
    )
    yield "resource_groups.list", lambda: holds(GROUP in [one.name for one in groups.list()], True)
    yield (
        "resource_groups.list by tag",
        lambda: holds(
            [one.name for one in groups.list(filter="tagName eq 'owner' and tagValue eq 'azure-mgmt-resource'")],
            [GROUP],
        ),
    )
    yield from _page_commands(client)
    yield "providers.register", lambda: client.providers.register("Microsoft.ManagedIdentity")
    yield (
        "providers.get",
        lambda: holds(client.providers.get("Microsoft.ManagedIdentity").namespace, "Microsoft.ManagedIdentity"),
    )
    yield "providers.list", lambda: holds(len(list(client.providers.list())) > 10, True)
    yield (
        "resources.begin_create_or_update_by_id",
        lambda: holds(
            resources.begin_create_or_update_by_id(IDENTITY, {"location": LOCATION}, api_version=VERSION)
            .result()
            .location,
            LOCATION,
        ),
    )
    yield (
        "resources.check_existence_by_id",
        lambda: holds(resources.check_existence_by_id(IDENTITY, api_version=VERSION), True),
    )
    yield (
        "resources.get_by_id",
        lambda: holds(resources.get_by_id(IDENTITY.upper(), api_version=VERSION).location, LOCATION),
    )
    yield (
        "resources.list_by_resource_group",
        lambda: holds([one.name for one in resources.list_by_resource_group(GROUP)], ["conformance"]),
    )
    yield (
        "resources.list by type",
        lambda: holds(
            IDENTITY.lower()
            in [
                one.id.lower()
                for one in resources.list(filter="resourceType eq 'Microsoft.ManagedIdentity/userAssignedIdentities'")
            ],
            True,
        ),
    )
    yield (
        "tags.begin_create_or_update_at_scope",
        lambda: client.tags.begin_create_or_update_at_scope(IDENTITY, {"properties": {"tags": {"a": "b"}}}).result(),
    )
    yield "tags.get_at_scope", lambda: holds(client.tags.get_at_scope(IDENTITY).properties.tags, {"a": "b"})
    yield (
        "resources.get_by_id at an unknown version",
        lambda: refuses("InvalidApiVersionParameter", lambda: resources.get_by_id(IDENTITY, api_version="1999-01-01")),
    )
    yield (
        "resources.get_by_id in no group",
        lambda: refuses(
            "ResourceGroupNotFound",
            lambda: resources.get_by_id(IDENTITY.replace(GROUP, "conformance-none"), api_version=VERSION),
        ),
    )
    yield "resources.begin_delete_by_id", lambda: resources.begin_delete_by_id(IDENTITY, api_version=VERSION).result()
    for name in (GROUP, SECOND):
        yield f"resource_groups.begin_delete of {name}", lambda name=name: groups.begin_delete(name).result()
    yield (
        "resource_groups.get of a deleted group",
        lambda: refuses("ResourceGroupNotFound", lambda: groups.get(GROUP)),
    )


def _page_commands(client: ResourceManagementClient) -> Iterator[Command]:
    groups, owned = client.resource_groups, "tagName eq 'owner' and tagValue eq 'azure-mgmt-resource'"

    def listed(begin_at: str | None = None):
        return groups.list(filter=owned, top=1).by_page(begin_at)

    def from_the_second_page_on() -> None:
        pages = listed()
        next(pages)
        holds([[one.name for one in page] for page in listed(pages.continuation_token)], [[SECOND]])

    body = {"location": LOCATION, "tags": {"owner": "azure-mgmt-resource"}}
    yield "resource_groups.create_or_update of a second one", lambda: groups.create_or_update(SECOND, body)
    yield (
        "resource_groups.list, one a page",
        lambda: holds([[one.name for one in page] for page in listed()], [[GROUP], [SECOND]]),
    )
    yield "resource_groups.list from the second page on", from_the_second_page_on
