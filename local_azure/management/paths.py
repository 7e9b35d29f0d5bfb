"""Paths of Azure Resource Manager: a resource id or a collection, taken apart without regard to case."""

from dataclasses import dataclass

from catalogue.resource_types import ResourceType

GROUP_TYPE = "Microsoft.Resources/resourceGroups"
GROUP_ACTIONS = "Microsoft.Resources/subscriptions/resourceGroups"


@dataclass(frozen=True)
class ResourcePath:
    """A path to a resource, or to the collection of a type where ``types`` has one more than ``names``.

    Attributes:
        scope: What it lies in: "", ``/subscriptions/S``, ``/subscriptions/S/resourceGroups/G`` or a resource's id.
        namespace: The resource provider, such as ``Microsoft.Storage``.
        types: The types, outermost first.
        names: The names, outermost first.
    """

    scope: str
    namespace: str
    types: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_collection(self) -> bool:
        """Whether it names no single resource."""
        return len(self.types) > len(self.names)

    @property
    def is_group(self) -> bool:
        """Whether it is a resource group or the collection of them."""
        return self.type.lower() == GROUP_TYPE.lower()

    @property
    def action_type(self) -> str:
        """What its actions are called after: its type, but for groups (Azure's provider operations, 2026-10)."""
        return GROUP_ACTIONS if self.is_group else self.type

    @property
    def type(self) -> str:
        """The full type, such as ``Microsoft.Storage/storageAccounts/blobServices``."""
        return "/".join((self.namespace, *self.types))

    @property
    def id(self) -> str:
        """The path itself, without double slashes."""
        if self.is_group:
            return "/".join((f"{self.scope}/resourceGroups", *self.names))
        pairs = [part for pair in zip(self.types, self.names, strict=False) for part in pair]
        pairs += self.types[len(self.names) :]
        return f"{self.scope}/providers/{'/'.join((self.namespace, *pairs))}"

    @property
    def parent(self) -> "ResourcePath | None":
        """The resource it is nested in, or None for an outermost type."""
        if len(self.types) < 2:
            return None
        return ResourcePath(self.scope, self.namespace, self.types[:-1], self.names[: len(self.types) - 1])

    @property
    def subscription(self) -> str | None:
        """The subscription's id, or None outside of one."""
        segments = self.scope.split("/")
        return segments[2] if len(segments) > 2 and segments[1].lower() == "subscriptions" else None

    @property
    def group(self) -> str | None:
        """The resource group's name, or None outside of one."""
        segments = self.scope.split("/")
        return segments[4] if len(segments) > 4 and segments[3].lower() == "resourcegroups" else None

    @property
    def group_id(self) -> str | None:
        """The resource group's id, or None outside of one."""
        return None if self.group is None else f"/subscriptions/{self.subscription}/resourceGroups/{self.group}"

    def written_as(self, row: ResourceType) -> "ResourcePath":
        """Returns the same path in the table's case of the type, and the usual case of what leads to it."""
        namespace, *types = row.type.split("/")
        scope = f"{self.group_id}{self.scope[len(self.group_id) :]}" if self.group_id else self.scope
        return ResourcePath(scope, namespace, tuple(types), self.names)


def parse(path: str) -> ResourcePath | None:
    """Takes a path apart; None when it has not the form of a resource or a collection."""
    segments = [segment for segment in path.split("/") if segment]
    lowered = [segment.lower() for segment in segments]
    if "providers" not in lowered:
        return _group(segments, lowered)
    at = len(lowered) - 1 - lowered[::-1].index("providers")
    scope = "".join(f"/{segment}" for segment in segments[:at])
    rest = segments[at + 1 :]
    if len(rest) < 2:
        return None
    return ResourcePath(scope, rest[0], tuple(rest[1::2]), tuple(rest[2::2]))


def _group(segments: list[str], lowered: list[str]) -> ResourcePath | None:
    if len(segments) not in (3, 4) or lowered[0] != "subscriptions" or lowered[2] != "resourcegroups":
        return None
    namespace, kind = GROUP_TYPE.split("/")
    return ResourcePath(f"/subscriptions/{segments[1]}", namespace, (kind,), tuple(segments[3:]))
