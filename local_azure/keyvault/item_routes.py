"""What secrets and keys have in common on a vault's host: read, listed, deleted, recovered and purged alike."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.keyvault.bundles import common, deleted, not_there, purge_refused, still_deleted, uri
from local_azure.keyvault.data_plane import Right, vault_of
from local_azure.keyvault.items import Item, Items, Version
from local_azure.keyvault.retention import is_purge_protected
from local_azure.platform import Platform
from local_azure.resources import Resource

Shown = Callable[[Resource, Item, Version], Json]
Changed = Callable[[Resource, str], None]


@dataclass(frozen=True)
class Kind:
    """Secrets or keys.

    Attributes:
        name: ``secrets`` or ``keys``.
        identifier: The member that holds an identifier in lists: ``id`` or ``kid``.
        get: The data action that reads one, such as ``getSecret/action``.
        list: The data action that lists them.
        shown: Returns a version as it is answered in full.
        shown_deleted: Returns it as deleting and recovering answer it: a key in full, a secret without its value.
        may_be_read: Raises when a version may not be read now.
    """

    name: str
    identifier: str
    get: str
    list: str
    shown: Shown
    shown_deleted: Shown
    may_be_read: Callable[[Version], None]


class ItemRoutes:
    """The operations that secrets and keys share.

    Args:
        platform: The local Azure.
        kind: Secrets or keys.
        items: Where they are kept.
        changed: Told of each item that was deleted, recovered or purged.
    """

    def __init__(self, platform: Platform, kind: Kind, items: Items, changed: Changed) -> None:
        self._platform = platform
        self._kind = kind
        self._items = items
        self._changed = changed

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes on a vault's host."""
        live, gone = f"/{self._kind.name}", f"/deleted{self._kind.name}"
        return [
            _route(live, self._list, "GET"),
            _route(f"{live}/{{name}}/versions", self._list_versions, "GET"),
            _route(f"{live}/{{name}}", self._get, "GET"),
            _route(f"{live}/{{name}}/", self._get, "GET"),  # Azure's clients send the newest version as an empty one
            _route(f"{live}/{{name}}/{{version}}", self._get, "GET"),
            _route(f"{live}/{{name}}", self._delete, "DELETE"),
            _route(gone, self._list_deleted, "GET"),
            _route(f"{gone}/{{name}}", self._get_deleted, "GET"),
            _route(f"{gone}/{{name}}/recover", self._recover, "POST"),
            _route(f"{gone}/{{name}}", self._purge, "DELETE"),
        ]

    def live(self, vault: Resource, name: str) -> Item:
        """Returns an item that isn't deleted; raises AzureError 404 otherwise."""
        item = self._items.find(vault, name)
        if item is None or item.deleted_at is not None:
            raise not_there(self._kind.name, name)
        return item

    def version(self, vault: Resource, request: Request) -> tuple[Item, Version]:
        """Returns what a request's path names, the newest version by default; raises AzureError 404 otherwise."""
        name, version_id = request.path_params["name"], request.path_params.get("version", "")
        item = self.live(vault, name)
        version = item.version(version_id)
        if version is None:
            raise not_there(self._kind.name, f"{name}/{version_id}")
        return item, version

    def free(self, vault: Resource, name: str) -> None:
        """Returns when a new version may be put under a name; raises AzureError 409 when a deleted item holds it."""
        item = self._items.find(vault, name)
        if item is not None and item.deleted_at is not None:
            raise still_deleted(self._kind.name, name)

    async def _get(self, request: Request) -> Response:
        vault = self._vault(request, "get", self._kind.get)
        item, version = self.version(vault, request)
        self._kind.may_be_read(version)
        return JSONResponse(self._kind.shown(vault, item, version))

    async def _list(self, request: Request) -> Response:
        vault = self._vault(request, "list", self._kind.list)
        found = [each for each in self._items.all(vault) if each.deleted_at is None]
        return _page([self._summary(vault, each, each.newest) for each in found])

    async def _list_versions(self, request: Request) -> Response:
        vault = self._vault(request, "list", self._kind.list)
        item = self.live(vault, request.path_params["name"])
        return _page([self._summary(vault, item, each, of_version=True) for each in item.versions])

    async def _delete(self, request: Request) -> Response:
        vault = self._vault(request, "delete", "delete")
        item = self._items.delete(vault, self.live(vault, request.path_params["name"]))
        self._changed(vault, item.name)
        return JSONResponse(self._deleted(vault, item))

    async def _list_deleted(self, request: Request) -> Response:
        vault = self._vault(request, "list", self._kind.list)
        found = [each for each in self._items.all(vault) if each.deleted_at is not None]
        return _page([deleted(vault, self._kind.name, each, self._summary(vault, each, each.newest)) for each in found])

    async def _get_deleted(self, request: Request) -> Response:
        vault = self._vault(request, "get", self._kind.list)
        item = self._gone(vault, request.path_params["name"])
        return JSONResponse(self._deleted(vault, item))

    async def _recover(self, request: Request) -> Response:
        vault = self._vault(request, "recover", "recover/action")
        item = self._items.recover(vault, self._gone(vault, request.path_params["name"]))
        self._changed(vault, item.name)
        return JSONResponse(self._kind.shown_deleted(vault, item, item.newest))

    async def _purge(self, request: Request) -> Response:
        vault = self._vault(request, "purge", "purge/action")
        item = self._gone(vault, request.path_params["name"])
        if is_purge_protected(vault):
            raise purge_refused(self._kind.name)
        self._items.purge(vault, item.name)
        self._changed(vault, item.name)
        return Response(status_code=204)

    def _vault(self, request: Request, permission: str, action: str) -> Resource:
        right = Right(self._kind.name, permission, action)
        return vault_of(self._platform, request, right, request.path_params.get("name", ""))

    def _gone(self, vault: Resource, name: str) -> Item:
        item = self._items.find(vault, name)
        if item is None or item.deleted_at is None:
            raise not_there(self._kind.name, name)
        return item

    def _deleted(self, vault: Resource, item: Item) -> Json:
        return deleted(vault, self._kind.name, item, self._kind.shown_deleted(vault, item, item.newest))

    def _summary(self, vault: Resource, item: Item, version: Version, *, of_version: bool = False) -> Json:
        identifier = uri(vault, self._kind.name, item.name, version.id if of_version else "")
        kept = {"contentType": version.content["contentType"]} if version.content.get("contentType") else {}
        return {self._kind.identifier: identifier, **kept, **common(vault, version)}


def _route(path: str, answer: Callable[[Request], Awaitable[Response]], method: str) -> BaseRoute:
    return Route(path, answer, methods=[method])


def _page(found: Sequence[Json]) -> Response:
    return JSONResponse({"value": list(found), "nextLink": None})


def refuse_disabled(version: Version, operation: str, kind: str) -> None:
    """Returns when a version is enabled.

    Raises:
        AzureError: 403 in Key Vault's words.
    """
    if version.attributes.get("enabled") is False:
        raise AzureError(
            403,
            "Forbidden",
            f"Operation {operation} is not allowed on a disabled {kind}.",
            inner_code=f"{kind.capitalize()}Disabled",
        )
