"""Shipped stacks as their programs declare them, with what policies look at beyond the inputs: order and protection."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pulumi.runtime
import yaml
from pulumi.runtime.mocks import MockMonitor

from policies.context import Context, read_context
from policies.evaluation import Violation, evaluate
from policies.levels import levels, options
from policies.pack import policies
from policies.policy import Level
from policies.resources import Resource, Stack
from stacks.caller import Caller
from stacks.configuration import read_settings
from stacks.journeys import JOURNEYS
from tests.stacks.conftest import SUBSCRIPTION, TENANT, RecordingMocks, event_loop

STACKS = Path(__file__).parents[2] / "stacks"
SHIPPED = tuple(sorted(file.stem.removeprefix("Pulumi.") for file in STACKS.glob("Pulumi.*.yaml")))
"""Names of the shipped stacks, such as phi3-dev."""


@dataclass(frozen=True)
class Shipped:
    """A shipped stack.

    Attributes:
        name: Its name.
        configuration: Its values by full key, as the engine passes them.
        stack: What it declares.
    """

    name: str
    configuration: Mapping[str, str]
    stack: Stack

    @property
    def context(self) -> Context:
        """What the policies know of it."""
        return read_context(self.configuration, {})

    @property
    def levels(self) -> dict[str, Level]:
        """How strictly each policy is meant for it."""
        return levels(policies(), self.context, self.configuration)

    def violations(self, stack: Stack | None = None) -> list[Violation]:
        """Runs all policies over it, or over a changed version of it."""
        return evaluate(
            policies(),
            stack or self.stack,
            self.context,
            levels=self.levels,
            options=options(policies(), self.configuration),
        )


@cache
def shipped(name: str) -> Shipped:
    """Declares a shipped stack through Pulumi's mocks."""
    return variant(name)


def variant(name: str, **changes: object) -> Shipped:
    """Declares a shipped stack with some of its settings changed."""
    document = yaml.safe_load((STACKS / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))
    config = document["config"] | {f"tunestack:{key}": value for key, value in changes.items()}
    passed = {key: value if isinstance(value, str) else json.dumps(value, default=str) for key, value in config.items()}
    return Shipped(name, passed, _declare(name, passed))


class _RecordingMonitor(MockMonitor):
    """Keeps each registration as the engine would pass it to a policy pack."""

    def __init__(self, mocks: pulumi.runtime.Mocks) -> None:
        super().__init__(mocks)
        self.registered: list[Resource] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: ANN401, N802 (the protocol's)
        answer = super().RegisterResource(request)
        self.registered.append(
            Resource(
                type=request.type,
                name=request.name,
                inputs=pulumi.runtime.rpc.deserialize_properties(request.object),
                urn=answer.urn,
                protect=request.protect,
                parent=request.parent,
                depends_on=tuple(request.dependencies),
                refers_to={key: tuple(found.urns) for key, found in request.propertyDependencies.items()},
            )
        )
        return answer


def _declare(name: str, passed: Mapping[str, str]) -> Stack:
    settings = read_settings(passed)
    program = JOURNEYS[settings.journey]
    mocks = RecordingMocks()
    monitor = _RecordingMonitor(mocks)
    asyncio.set_event_loop(event_loop())  # tests that ran before may have left the thread without one
    pulumi.runtime.set_mocks(mocks, project="tunestack", stack=name, preview=False, monitor=monitor)

    @pulumi.runtime.test
    def run() -> pulumi.Output[Any]:
        exported = program(settings, Caller(TENANT, SUBSCRIPTION, "object-of-caller"), name)
        return pulumi.Output.all(**exported).apply(lambda _outputs: None, run_with_unknowns=True)

    run()
    return Stack(tuple(monitor.registered))
