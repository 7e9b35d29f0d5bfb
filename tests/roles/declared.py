"""The stacks as they are declared, their resources under the ids that Azure would give them, and what they grant."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi.runtime

from catalogue.resource_types import by_token
from tests.stacks.conftest import SUBSCRIPTION, Declared, RecordingMocks, declare
from toolchain.azure_native.resource_id import build_id

AZURE_NATIVE = "azure-native:"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
DEVELOPER = "5ca1ab1e-0000-4000-8000-00000000000b"
CALLER = "5ca1ab1e-0000-4000-8000-00000000000c"
ENDPOINT_CALLER_ROLE = "5ca1ab1e-0000-4000-8000-00000000000d"
SETTINGS: Mapping[str, str] = {
    "tunestack:developer": f'{{"object_id": "{DEVELOPER}"}}',
    "tunestack:caller": f'{{"object_id": "{CALLER}", "endpoint_role": "{ENDPOINT_CALLER_ROLE}"}}',
    "tunestack:github": '{"repository": "someone/something", "environment": "prod"}',
    "tunestack:network": '{"profile": "private"}',
    "tunestack:diagnostics": "true",
    "tunestack:protect": "true",
    "tunestack:openai": '{"deployed_before": true}',
    "tunestack:alerts": '{"emails": ["someone@example.com"]}',
    "tunestack:budget": '{"amount": 100, "start": "2026-12-01", "emails": ["someone@example.com"]}',
}
"""A stack with everything that anybody could need a role for."""


@dataclass(frozen=True)
class Granted:
    """One role assignment of a stack: its logical name, whose it is, which role where, and its condition."""

    name: str
    principal_id: str
    role: str
    scope: str
    condition: str


class AzureMocks(RecordingMocks):
    """Gives resources the ids that Azure would, and each identity a principal of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, str] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        """Registers a resource."""
        resource_id, state = super().new_resource(args)
        if args.typ.startswith(AZURE_NATIVE):
            resource_id = self.ids[args.name] = build_id(by_token(args.typ), args.inputs, SUBSCRIPTION)
            state["name"] = resource_id.rsplit("/", 1)[1]
        if args.typ == IDENTITY:
            state["principalId"] = principal_of(args.name)
        return resource_id, state


@dataclass(frozen=True)
class Stack:
    """A declared stack: its resources, their ids by logical name, and its grants."""

    declared: Declared
    ids: Mapping[str, str]
    grants: tuple[Granted, ...]


def principal_of(identity: str) -> str:
    """Gives the object id of an identity by its logical name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, identity))


@cache
def stack_of(journey: str) -> Stack:
    """Declares a journey's stack."""
    mocks = AzureMocks()
    declared = declare(SETTINGS, journey, mocks)
    grants = [
        Granted(
            name=name,
            principal_id=each["principalId"],
            role=each["roleDefinitionId"].rsplit("/", 1)[1],
            scope=each["scope"],
            condition=each.get("condition", ""),
        )
        for name, each in declared.all(ASSIGNMENT).items()
    ]
    return Stack(declared, mocks.ids, tuple(grants))
