"""Changes of a stack that somebody could make: another value, something left out, something added."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policies.resources import Resource, Stack

Change = Callable[[Stack], Stack]

URN = "urn:pulumi:platform-prod::tunestack::"


@dataclass(frozen=True)
class Mutation:
    """A change that a policy must flag.

    Attributes:
        policy: The policy.
        change: The change.
        says: What the message must say.
        also: Other policies to which it is a violation too.
    """

    policy: str
    change: Change
    says: str
    also: frozenset[str] = frozenset()


def setting(kind: str, path: str, value: object, name: str | None = None) -> Change:
    """Sets a dotted input of the first resource of a type, or of the one of a name; None leaves it out."""

    def change(stack: Stack) -> Stack:
        return _replaced(stack, kind, name, lambda resource: replace(resource, inputs=_with(resource, path, value)))

    return change


def leaving_out(kind: str, path: str, name: str | None = None) -> Change:
    """Leaves a dotted input out."""
    return setting(kind, path, None, name)


def removing(*kinds: str) -> Change:
    """Takes all resources of these types away."""
    tokens = {f"azure-native:{kind}" for kind in kinds}
    return lambda stack: Stack(tuple(each for each in stack.resources if each.type not in tokens))


def adding(kind: str, inputs: Mapping[str, Any], *, name: str = "added", **facts: Any) -> Change:  # noqa: ANN401
    """Adds a resource of one's own."""
    token = f"azure-native:{kind}"
    added = Resource(token, name, inputs, urn=f"{URN}{token}::{name}", **facts)
    return lambda stack: Stack((*stack.resources, added))


def having(kind: str, name: str | None = None, **facts: Any) -> Change:  # noqa: ANN401 (any fact of a resource)
    """Changes what is known of a resource beside its inputs, such as its protection."""
    return lambda stack: _replaced(stack, kind, name, lambda resource: replace(resource, **facts))


def together(*changes: Change) -> Change:
    """Makes several changes."""

    def change(stack: Stack) -> Stack:
        for each in changes:
            stack = each(stack)
        return stack

    return change


def _replaced(stack: Stack, kind: str, name: str | None, how: Callable[[Resource], Resource]) -> Stack:
    resources = list(stack.resources)
    for index, each in enumerate(resources):
        if each.type == f"azure-native:{kind}" and name in (None, each.name):
            resources[index] = how(each)
            return Stack(tuple(resources))
    raise AssertionError(f"the stack has no {kind} {name or ''}")


def _with(resource: Resource, path: str, value: object) -> Mapping[str, Any]:
    inputs: dict[str, Any] = copy.deepcopy(dict(resource.inputs))
    *parents, last = path.split(".")
    where: Any = inputs
    for key in parents:
        where = where[int(key)] if isinstance(where, list) else where.setdefault(key, {})
    if value is None:
        assert last in where, f"{resource.name} has no {path} to leave out"
        del where[last]
    else:
        where[last] = value
    return inputs
