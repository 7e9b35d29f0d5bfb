"""Keys on a vault's host: made, changed, read, used, deleted, recovered, purged. RSA alone; no HSM."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError, bad_request, not_supported
from local_azure.json_types import Json
from local_azure.keyvault.bundles import common, read_attributes, uri
from local_azure.keyvault.data_plane import Right, body_of, vault_of
from local_azure.keyvault.item_routes import ItemRoutes, Kind, refuse_disabled
from local_azure.keyvault.items import Item, Items, Version
from local_azure.keyvault.key_material import SIZES, decrypt, encrypt, make_key
from local_azure.platform import Platform
from local_azure.resources import Resource

_NAME = re.compile(r"[0-9a-zA-Z-]{1,127}")
_ALL_OPERATIONS = ("encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey")
# Operation in the path: its name among a key's operations, its data action, and what it does.
_USES = {
    "encrypt": ("encrypt", "encrypt/action", encrypt),
    "decrypt": ("decrypt", "decrypt/action", decrypt),
    "wrapkey": ("wrapKey", "wrap/action", encrypt),
    "unwrapkey": ("unwrapKey", "unwrap/action", decrypt),
}


class KeyRoutes:
    """The operations on keys.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._items = Items(platform, "keys")
        kind = Kind("keys", "kid", "read", "read", shown, shown, lambda _version: None)
        self._shared = ItemRoutes(platform, kind, self._items, lambda _vault, _name: None)

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes on a vault's host."""
        uses = [
            Route(f"/keys/{{name}}/{{version}}/{each}", partial(self._use, each), methods=["POST"]) for each in _USES
        ]
        return [
            Route("/keys/{name}/create", self._create, methods=["POST"]),
            Route("/keys/{name}", self._import, methods=["PUT"], include_in_schema=False),
            Route("/keys/{name}", self._update, methods=["PATCH"]),
            Route("/keys/{name}/", self._update, methods=["PATCH"]),
            Route("/keys/{name}/{version}", self._update, methods=["PATCH"]),
            *uses,
            *self._shared.routes(),
        ]

    async def _create(self, request: Request) -> Response:
        name = request.path_params["name"]
        vault = vault_of(self._platform, request, Right("keys", "create", "create/action"), name)
        body = await body_of(request)
        if not _NAME.fullmatch(name):
            raise bad_request(f"The request URI contains an invalid name: {name}", code="BadParameter")
        bits = _size(vault, body)
        self._shared.free(vault, name)
        attributes = read_attributes(body)
        material = await asyncio.to_thread(make_key, bits)
        content = {**material, "key_ops": body.get("key_ops") or list(_ALL_OPERATIONS)}
        item = self._items.add(vault, name, content, attributes, body.get("tags") or {})
        return JSONResponse(shown(vault, item, item.newest))

    async def _import(self, request: Request) -> Response:
        name = request.path_params["name"]
        vault_of(self._platform, request, Right("keys", "import", "import/action"), name)
        raise not_supported("the import of keys", "Create the key in the vault.")

    async def _update(self, request: Request) -> Response:
        name = request.path_params["name"]
        vault = vault_of(self._platform, request, Right("keys", "update", "update/action"), name)
        body = await body_of(request)
        item, version = self._shared.version(vault, request)
        changed = replace(
            version,
            content={**version.content, "key_ops": body.get("key_ops") or version.content["key_ops"]},
            attributes={**version.attributes, **read_attributes(body, dict(version.attributes))},
            tags=body["tags"] if body.get("tags") is not None else version.tags,
        )
        item = self._items.change(vault, item, changed)
        return JSONResponse(shown(vault, item, item.version(version.id) or item.newest))

    async def _use(self, use: str, request: Request) -> Response:
        operation, action, work = _USES[use]
        name = request.path_params["name"]
        vault = vault_of(self._platform, request, Right("keys", operation, action), name)
        body = await body_of(request)
        item, version = self._shared.version(vault, request)
        refuse_disabled(version, operation, "key")
        if operation not in version.content["key_ops"]:
            message = f"Operation {operation} is not permitted on this key."
            raise AzureError(403, "Forbidden", message, inner_code="KeyOperationForbidden")
        done = work(dict(version.content), str(body.get("alg", "")), str(body.get("value", "")))
        return JSONResponse({"kid": uri(vault, "keys", item.name, version.id), "value": done})


def shown(vault: Resource, item: Item, version: Version) -> Json:
    """Returns a key as everybody sees it who may: its public part."""
    public = {
        "kid": uri(vault, "keys", item.name, version.id),
        "kty": "RSA",
        "key_ops": list(version.content["key_ops"]),
        "n": version.content["n"],
        "e": version.content["e"],
    }
    return {"key": public, **common(vault, version)}


def _size(vault: Resource, body: Json) -> int:
    kind, bits = body.get("kty"), body.get("key_size") or SIZES[0]
    if kind != "RSA":
        sku = (vault.properties.get("sku") or {}).get("name")
        raise not_supported(f"keys of kind '{kind}' (the vault is of sku {sku})", "It makes RSA keys.")
    if bits not in SIZES:
        raise bad_request(f"The key_size {bits} isn't one of {', '.join(map(str, SIZES))}.", code="BadParameter")
    return int(bits)
