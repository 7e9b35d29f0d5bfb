"""What a policy is: a check with its reason, its fix and Azure's own name for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from policies.context import Context
from policies.resources import Resource, Stack

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["mandatory", "advisory", "disabled"]

ResourceCheck = Callable[[Resource, Context], Iterable[str]]
"""Gives what is wrong with one resource: a sentence each, empty ones don't count."""

StackCheck = Callable[[Stack, Context], Iterable["Finding"]]
"""Gives what is wrong with a stack as a whole."""


@dataclass(frozen=True)
class Finding:
    """Something that a stack lacks; without a resource, as a whole."""

    message: str
    resource: Resource | None = None


@dataclass(frozen=True)
class OnlyWhere:
    """Where a policy applies at all.

    Attributes:
        text: What must hold for it, as a sentence goes on after "only where".
        holds: Whether it does.
    """

    text: str
    holds: Callable[[Context], bool]


@dataclass(frozen=True)
class Policy:
    """One rule.

    Attributes:
        name: Its folder and file, with hyphens.
        summary: What must be so, in one sentence.
        reason: What goes wrong otherwise.
        fix: What the author of a stack changes: the setting, or the input.
        severity: How bad it is.
        types: The resources that it looks at, as Pulumi tokens without ``azure-native:``; none: all of Azure's.
        check: What finds violations in one resource.
        check_stack: What finds violations in the whole stack, in place of ``check``.
        built_in: GUIDs of the Azure built-in policies that ask for the same, as in catalogue/built_in_policies.yaml.
        controls: Controls of the Microsoft cloud security benchmark, such as ``DP-3``.
        only_where: Where it applies; everywhere when absent.
        options: JSON schema of what it can be configured with, by name.
    """

    name: str
    summary: str
    reason: str
    fix: str
    severity: Severity
    types: tuple[str, ...] = ()
    check: ResourceCheck | None = None
    check_stack: StackCheck | None = None
    built_in: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    only_where: OnlyWhere | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def looks_at(self, resource: Resource) -> bool:
        """Says whether a resource is of the types that the policy is about."""
        package, _, kind = resource.type.partition(":")
        return package == "azure-native" and (not self.types or kind in self.types)


PRIVATE = OnlyWhere("the stack's network profile is private", lambda context: context.is_private)
"""Policies about public access: in the public profile who may do what is up to tokens and roles."""

LEAST = OnlyWhere("the identity profile is least", lambda context: context.identity_profile == "least")
