"""Secrets and keys as a vault keeps them: versions under a name, deleted ones for a while, gone with the vault."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from local_azure.json_types import Json
from local_azure.keyvault.retention import retention_days
from local_azure.platform import Platform
from local_azure.resources import Resource


@dataclass(frozen=True)
class Version:
    """One version of a secret or key.

    Attributes:
        id: 32 hex digits.
        content: What it holds: a secret's value and content type, or a key's material.
        attributes: ``enabled``, ``created``, ``updated`` and, where they were set, ``exp`` and ``nbf``.
        tags: Its tags.
    """

    id: str
    content: Mapping[str, Any]
    attributes: Mapping[str, Any]
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A secret or key with its versions, the newest last.

    Attributes:
        name: Its name.
        versions: Its versions.
        deleted_at: When it was deleted; None while it is there.
        purged_at: When a deleted one goes by itself.
    """

    name: str
    versions: tuple[Version, ...]
    deleted_at: datetime | None = None
    purged_at: datetime | None = None

    @property
    def newest(self) -> Version:
        """The newest version."""
        return self.versions[-1]

    def version(self, version_id: str) -> Version | None:
        """Returns a version; the newest for an empty id, None where there is none of that id."""
        if not version_id:
            return self.newest
        return next((each for each in self.versions if each.id == version_id), None)


class Items:
    """The secrets, or the keys, of all vaults of a local Azure.

    Args:
        platform: The local Azure.
        kind: ``secrets`` or ``keys``.
    """

    def __init__(self, platform: Platform, kind: str) -> None:
        self._platform = platform
        self._table = f"vault_{kind}"

    def find(self, vault: Resource, name: str) -> Item | None:
        """Returns an item, also a deleted one that is still kept."""
        document = self._platform.store.get(self._table, _key(vault, name))
        item = None if document is None else _item(document)
        if item is not None and item.purged_at is not None and item.purged_at <= self._platform.clock.now():
            self.purge(vault, name)
            return None
        return item

    def all(self, vault: Resource) -> Iterator[Item]:
        """Yields the items of a vault by name, the deleted ones that are still kept among them."""
        for _, document in self._platform.store.items(self._table, _key(vault, "")):
            found = self.find(vault, document["name"])
            if found is not None:
                yield found

    def add(self, vault: Resource, name: str, content: Json, attributes: Json, tags: Mapping[str, str]) -> Item:
        """Adds a version, under a new name or one that is there, and returns the item."""
        now = int(self._platform.clock.now().timestamp())
        given = {member: value for member, value in attributes.items() if value is not None}
        made = Version(
            id=secrets.token_hex(16),
            content=content,
            attributes={"enabled": True, **given, "created": now, "updated": now},
            tags=dict(tags),
        )
        there = self.find(vault, name)
        item = Item(there.name if there else name, (*(there.versions if there else ()), made))
        self._save(vault, item)
        return item

    def change(self, vault: Resource, item: Item, version: Version) -> Item:
        """Puts a changed version in place of the one of its id and returns the item."""
        now = int(self._platform.clock.now().timestamp())
        changed = replace(version, attributes={**version.attributes, "updated": now})
        versions = tuple(changed if each.id == version.id else each for each in item.versions)
        saved = replace(item, versions=versions)
        self._save(vault, saved)
        return saved

    def delete(self, vault: Resource, item: Item) -> Item:
        """Marks an item as deleted, kept as long as the vault keeps things, and returns it."""
        now = self._platform.clock.now()
        deleted = replace(item, deleted_at=now, purged_at=now + timedelta(days=retention_days(vault)))
        self._save(vault, deleted)
        return deleted

    def recover(self, vault: Resource, item: Item) -> Item:
        """Brings a deleted item back and returns it."""
        recovered = replace(item, deleted_at=None, purged_at=None)
        self._save(vault, recovered)
        return recovered

    def purge(self, vault: Resource, name: str) -> None:
        """Removes an item with all its versions."""
        self._platform.store.delete(self._table, _key(vault, name))

    def forget_others(self, vault: Resource) -> None:
        """Removes what earlier vaults of the same id held: those that were purged, not the one that was recovered."""
        mine = _key(vault, "")
        for key, _ in self._platform.store.items(self._table, f"{vault.id.lower()}|"):
            if not key.startswith(mine):
                self._platform.store.delete(self._table, key)

    def _save(self, vault: Resource, item: Item) -> None:
        document: Json = {
            "name": item.name,
            "versions": [
                {"id": each.id, "content": each.content, "attributes": each.attributes, "tags": each.tags}
                for each in item.versions
            ],
            "deleted_at": item.deleted_at.isoformat() if item.deleted_at else None,
            "purged_at": item.purged_at.isoformat() if item.purged_at else None,
        }
        self._platform.store.put(self._table, _key(vault, item.name), document)


def _key(vault: Resource, name: str) -> str:
    # A vault made again under its name after a purge is another vault; a recovered one has its old beginning.
    return f"{vault.id.lower()}|{vault.created_at.astimezone(UTC).isoformat()}/{name.lower()}"


def _item(document: Json) -> Item:
    return Item(
        name=document["name"],
        versions=tuple(Version(**each) for each in document["versions"]),
        deleted_at=_moment(document["deleted_at"]),
        purged_at=_moment(document["purged_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
