"""What policies look at: a resource as it is about to be sent, and a stack of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal


class Unknown(Enum):
    """The one value that stands for what a preview can't know yet."""

    VALUE = "unknown"


UNKNOWN: Final = Unknown.VALUE

OURS: Final = "tunestack:"
"""Type tokens of our own resources and components: they pass on what they are given, such as an id."""


@dataclass(frozen=True)
class Resource:
    """A resource of a stack.

    Attributes:
        type: Its Pulumi token, such as ``azure-native:storage:StorageAccount``.
        name: Its logical name.
        inputs: What is declared, by wire name; what isn't known yet is UNKNOWN.
        urn: Its URN; empty where it stands alone.
        protect: Whether Pulumi refuses to delete it.
        parent: URN of the component that it belongs to.
        depends_on: URNs of all that it comes after.
        refers_to: URNs of the resources that each input was made from, by input.
    """

    type: str
    name: str
    inputs: Mapping[str, Any]
    urn: str = ""
    protect: bool = False
    parent: str = ""
    depends_on: Sequence[str] = ()
    refers_to: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def get(self, path: str) -> Any:  # noqa: ANN401 (any JSON value)
        """Gives the value at a dotted path, None when it isn't set, UNKNOWN when it can't be known yet."""
        value: Any = self.inputs
        for key in path.split("."):
            if value is UNKNOWN or value is None:
                return value
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def texts(self) -> Iterator[tuple[str, str]]:
        """Gives each text among the inputs with its dotted path."""
        yield from _texts("", self.inputs)


@dataclass(frozen=True)
class Stack:
    """All resources of a stack."""

    resources: tuple[Resource, ...]

    def of(self, *types: str) -> list[Resource]:
        """Gives the resources of these types."""
        return [each for each in self.resources if each.type in types]

    def meant_by(self, resource: Resource, *names: str) -> set[str]:
        """Gives the URNs of what inputs of a resource were made from, looking through our own resources.

        An id that isn't known before it is made can't be compared; where it comes from is always known.
        """
        waiting = [urn for name in names for urn in resource.refers_to.get(name, ())]
        found: set[str] = set()
        by_urn = {each.urn: each for each in self.resources}
        while waiting:
            urn = waiting.pop()
            if urn in found:
                continue
            found.add(urn)
            through = by_urn.get(urn)
            if through is not None and through.type.startswith(OURS):
                waiting += [each for urns in through.refers_to.values() for each in urns]
        return found


Unset = Literal["refused", "allowed"]
"""What Azure makes of an absent value: something that is refused, or something that is allowed."""


def differs(resource: Resource, path: str, *allowed: object, unset: Unset = "refused") -> str:
    """Says how a value differs from those allowed; empty when it doesn't, or when it can't be known yet."""
    value = resource.get(path)
    if value is UNKNOWN or value in allowed or (value is None and unset == "allowed"):
        return ""
    return f"{path} is {shown(value)}; allowed: {', '.join(shown(each) for each in allowed)}"


def not_true(resource: Resource, path: str) -> str:
    """Says that a value isn't true; empty when it is, or when it can't be known yet."""
    value = resource.get(path)
    return "" if value is True or value is UNKNOWN else f"{path} is {shown(value)}; it must be true"


def not_false(resource: Resource, path: str, *, unset: Unset = "refused") -> str:
    """Says that a value isn't false; empty when it is, or when it can't be known yet."""
    value = resource.get(path)
    if value is False or value is UNKNOWN or (value is None and unset == "allowed"):
        return ""
    return f"{path} is {shown(value)}; it must be false"


def shown(value: object) -> str:
    """Gives a value as a message shows it."""
    if value is None:
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _texts(f"{path}.{key}".lstrip("."), member)
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from _texts(f"{path}[{index}]", item)
