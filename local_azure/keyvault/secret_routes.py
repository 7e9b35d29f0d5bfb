"""Secrets on a vault's host: set, changed, read, listed, deleted, recovered, purged."""

import re
from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import bad_request, not_supported
from local_azure.json_types import Json
from local_azure.keyvault.bundles import common, read_attributes, uri
from local_azure.keyvault.data_plane import Right, body_of, vault_of
from local_azure.keyvault.item_routes import ItemRoutes, Kind, refuse_disabled
from local_azure.keyvault.items import Item, Items, Version
from local_azure.keyvault.secret_mirror import SecretMirror
from local_azure.platform import Platform
from local_azure.resources import Resource

_NAME = re.compile(r"[0-9a-zA-Z-]{1,127}")
# Key Vault documentation "about-secrets", 2026-10: a secret holds up to 25 kilobytes.
LARGEST = 25_600


def secret_kind() -> Kind:
    """Returns how secrets differ from keys."""
    return Kind(
        name="secrets",
        identifier="id",
        get="getSecret/action",
        list="readMetadata/action",
        shown=shown,
        shown_deleted=_shown_without_value,
        may_be_read=lambda version: refuse_disabled(version, "get", "secret"),
    )


def shown(vault: Resource, item: Item, version: Version) -> Json:
    """Returns a secret as those see it who may read it."""
    content = {member: value for member, value in version.content.items() if value is not None}
    return {**content, "id": uri(vault, "secrets", item.name, version.id), **common(vault, version)}


def _shown_without_value(vault: Resource, item: Item, version: Version) -> Json:
    return {member: value for member, value in shown(vault, item, version).items() if member != "value"}


def checked_value(value: object) -> str:
    """Returns a secret's value.

    Raises:
        AzureError: 400 BadParameter when it isn't a text of at most 25 kilobytes.
    """
    if not isinstance(value, str) or len(value.encode()) > LARGEST:
        raise bad_request(f"The secret's value must be a text of at most {LARGEST} bytes.", code="BadParameter")
    return value


class SecretRoutes:
    """The operations on secrets.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._items = Items(platform, "secrets")
        self._mirror = SecretMirror(platform, self._items)
        self._shared = ItemRoutes(platform, secret_kind(), self._items, self._mirror.update)

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes on a vault's host."""
        return [
            Route("/secrets/restore", self._unsupported, methods=["POST"], include_in_schema=False),
            Route("/secrets/{name}/backup", self._unsupported, methods=["POST"], include_in_schema=False),
            Route("/secrets/{name}", self._set, methods=["PUT"]),
            Route("/secrets/{name}", self._update, methods=["PATCH"]),
            Route("/secrets/{name}/", self._update, methods=["PATCH"]),
            Route("/secrets/{name}/{version}", self._update, methods=["PATCH"]),
            *self._shared.routes(),
        ]

    async def _set(self, request: Request) -> Response:
        name = request.path_params["name"]
        vault = vault_of(self._platform, request, Right("secrets", "set", "setSecret/action"), name)
        body = await body_of(request)
        if not _NAME.fullmatch(name):
            raise bad_request(
                f"The request URI contains an invalid name: {name}: 1 to 127 letters, digits and '-'.",
                code="BadParameter",
            )
        content = {"value": checked_value(body.get("value")), "contentType": body.get("contentType")}
        self._shared.free(vault, name)
        item = self._items.add(vault, name, content, read_attributes(body), body.get("tags") or {})
        self._mirror.update(vault, item.name)
        return JSONResponse(shown(vault, item, item.newest))

    async def _update(self, request: Request) -> Response:
        name = request.path_params["name"]
        vault = vault_of(self._platform, request, Right("secrets", "set", "update/action"), name)
        body = await body_of(request)
        item, version = self._shared.version(vault, request)
        kept = {**version.content, "contentType": body.get("contentType", version.content.get("contentType"))}
        changed = replace(
            version,
            content=kept,
            attributes={**version.attributes, **read_attributes(body, dict(version.attributes))},
            tags=body["tags"] if body.get("tags") is not None else version.tags,
        )
        item = self._items.change(vault, item, changed)
        self._mirror.update(vault, item.name)
        after = item.version(version.id) or item.newest
        return JSONResponse(_shown_without_value(vault, item, after))

    async def _unsupported(self, _request: Request) -> Response:
        raise not_supported("backups of secrets", "Set the secret again.")
