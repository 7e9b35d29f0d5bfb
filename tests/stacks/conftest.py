"""Each journey as it is declared, seen through Pulumi's mocks."""

import asyncio
import atexit
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi
import pulumi.runtime
import pytest
import yaml
from pulumi.runtime.mocks import MockMonitor

from stacks.caller import Caller
from stacks.configuration import read_settings
from stacks.journeys import JOURNEYS
from stacks.schema import FILE

SUBSCRIPTION = "5ca1ab1e-0000-4000-8000-000000000001"
TENANT = "5ca1ab1e-0000-4000-8000-000000000002"
CONFIGURATION = {
    "tunestack:journey": "phi3",
    "tunestack:environment": "dev",
    "tunestack:subscription_id": SUBSCRIPTION,
    "tunestack:owner": "someone",
    "tunestack:cost_centre": "0042",
    "tunestack:expiry": "2027-06-30",
    "tunestack:models": '{"serverless": "Phi-4-mini-instruct"}',
    "tunestack:fine_tuning": '{"epochs": 2}',
}
SETTINGS_OF: Mapping[str, Mapping[str, str]] = {
    "phi3": {},
    "gpt4o": {
        "tunestack:location": "swedencentral",
        "tunestack:models": '{"openai": "gpt-4.1-mini"}',
        "tunestack:openai": '{"deployed_before": true}',
    },
    "phi3-custom": {"tunestack:models": '{"command": "Phi-4-mini-instruct"}'},
    "platform": {
        "tunestack:models": '{"serverless": "Phi-4-mini-instruct", "openai": "gpt-4.1-mini", '
        '"command": "Phi-4-mini-instruct"}',
        "tunestack:openai": '{"deployed_before": true}',
    },
}
"""What each journey's settings have beyond CONFIGURATION."""
THEIRS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/theirs/providers/"
"""What ids of resources that exist already begin with."""
LOOK_UPS: Mapping[str, dict[Any, Any]] = {
    "azure-native:cognitiveservices:getAccount": {
        "location": "swedencentral",
        "properties": {
            "endpoint": "https://theirs.cognitiveservices.azure.com/",
            "customSubDomainName": "theirs",
        },
    },
    "azure-native:machinelearningservices:getWorkspace": {
        "storageAccount": f"{THEIRS}Microsoft.Storage/storageAccounts/sttheirs",
        "keyVault": f"{THEIRS}Microsoft.KeyVault/vaults/kv-theirs",
        "containerRegistry": f"{THEIRS}Microsoft.ContainerRegistry/registries/crtheirs",
        "applicationInsights": f"{THEIRS}Microsoft.Insights/components/appi-theirs",
    },
    "azure-native:managedidentity:getUserAssignedIdentity": {
        "clientId": "client-of-theirs",
        "principalId": "principal-of-theirs",
    },
}
"""What Azure says of resources that exist already."""
GROUP_TYPE = "azure-native:resources:ResourceGroup"


@dataclass(frozen=True)
class Registered:
    """One resource that the program registered: type token, logical name, inputs by wire name."""

    token: str
    name: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Declared:
    """What a program registered and exported."""

    resources: tuple[Registered, ...]
    outputs: Mapping[str, Any]
    requests: Mapping[str, Any]
    """What the program sent to the engine, by URN."""

    def comes_after(self, later: str, earlier: str) -> bool:
        """Says whether one resource, by logical name, is made after another's creation and deleted before it."""
        after = {urn: set(request.dependencies) for urn, request in self.requests.items()}
        reached = {urn for urn in after if urn.rsplit("::", 1)[1] == later}
        assert reached, f"there is no {later}"
        following = reached
        while following:
            following = {before for urn in following for before in after.get(urn, ())} - reached
            reached |= following
        return earlier in {urn.rsplit("::", 1)[1] for urn in reached}

    def request(self, token: str) -> Any:  # noqa: ANN401 (Pulumi's own message)
        """Gives what was sent to the engine for the one resource of a type: its options too."""
        found = [request for request in self.requests.values() if request.type == token]
        assert len(found) == 1, f"{len(found)} of {token}"
        return found[0]

    def one(self, token: str, name: str | None = None) -> Mapping[str, Any]:
        """Gives the inputs of the one resource of a type, and of a name where there are more."""
        found = [each.inputs for each in self.resources if each.token == token and name in (None, each.name)]
        assert len(found) == 1, f"{len(found)} of {token}"
        return found[0]

    def all(self, token: str) -> dict[str, Mapping[str, Any]]:
        """Gives the inputs of all resources of a type by name."""
        return {each.name: each.inputs for each in self.resources if each.token == token}


class RecordingMocks(pulumi.runtime.Mocks):
    """Answers as Azure would as far as the program looks at answers, and keeps what was registered."""

    def __init__(self) -> None:
        self.registered: list[Registered] = []

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        """Registers a resource under an id that tells what it is."""
        if args.typ.startswith(("azure-native:", "tunestack:index:")):
            self.registered.append(Registered(args.typ, args.name, args.inputs))
        state = {**args.inputs, "name": _own_name(args.inputs, args.name)}
        if "userAssignedIdentities" in args.inputs.get("identity", {}):
            identities = args.inputs["identity"]["userAssignedIdentities"]
            state["identity"] = {**args.inputs["identity"], "userAssignedIdentities": {each: {} for each in identities}}
        if args.typ == "azure-native:managedidentity:UserAssignedIdentity":
            state |= {"principalId": f"principal-of-{args.name}", "clientId": f"client-of-{args.name}"}
        if args.typ == "azure-native:cognitiveservices:Account":
            state["properties"] = {**args.inputs["properties"], "endpoint": "https://ais.cognitiveservices.azure.com/"}
        if args.typ == "tunestack:index:NameRelease":
            state |= {"vaultCreateMode": "default"}
        return f"/subscriptions/{SUBSCRIPTION}/{args.name}", state

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        """Answers look-ups of what exists already; fails otherwise: the program is told who calls."""
        answer = LOOK_UPS.get(args.token)
        assert answer is not None, f"{args.token} was called"
        return answer


class RecordingMonitor(MockMonitor):
    """Keeps what is registered as it was sent: with its dependencies and options."""

    def __init__(self, mocks: pulumi.runtime.Mocks) -> None:
        super().__init__(mocks)
        self.requests: dict[str, Any] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: ANN401, N802 (Pulumi's own message and name)
        """Registers a resource."""
        response = super().RegisterResource(request)
        self.requests[response.urn] = request
        return response


@cache
def event_loop() -> asyncio.AbstractEventLoop:
    """Returns the one event loop of all mocked programs: Pulumi keeps what it makes in it and closes none."""
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def use_mocks(mocks: pulumi.runtime.Mocks) -> RecordingMonitor:
    """Puts mocks in place of the engine; tests that ran before may have left the thread without an event loop."""
    asyncio.set_event_loop(event_loop())
    monitor = RecordingMonitor(mocks)
    pulumi.runtime.set_mocks(mocks, project="tunestack", stack="phi3-dev", preview=False, monitor=monitor)
    return monitor


def declare(
    changes: Mapping[str, str] | None = None, journey: str = "phi3", mocks: RecordingMocks | None = None
) -> Declared:
    """Runs a journey's program with the mocks, with some settings changed."""
    configuration = {**CONFIGURATION, "tunestack:journey": journey, **SETTINGS_OF[journey], **(changes or {})}
    return _declare(configuration, mocks or RecordingMocks())


@cache
def shipped(stack: str) -> Declared:
    """Runs the program of a shipped stack with its own settings, in the subscription of the tests."""
    config = yaml.safe_load((FILE.parent / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
    passed = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    return _declare({**passed, "tunestack:subscription_id": SUBSCRIPTION}, RecordingMocks())


def _declare(configuration: Mapping[str, str], mocks: RecordingMocks) -> Declared:
    monitor = use_mocks(mocks)
    settings = read_settings(configuration)
    journey = settings.journey
    program = JOURNEYS[journey]
    outputs: dict[str, Any] = {}

    @pulumi.runtime.test
    def run() -> pulumi.Output[Any]:
        stack = f"{journey}-{settings.environment}"
        exported = program(settings, Caller(TENANT, SUBSCRIPTION, "object-of-caller"), stack)
        return pulumi.Output.all(**exported).apply(outputs.update, run_with_unknowns=True)

    run()
    return Declared(tuple(mocks.registered), outputs, monitor.requests)


def _own_name(inputs: Mapping[str, Any], name: str) -> str:
    own = (
        *("resourceGroupName", "workspaceName", "accountName", "vaultName", "registryName", "resourceName"),
        *("computeName",),
    )
    return next((inputs[key] for key in reversed(own) if key in inputs), name)


@pytest.fixture(scope="session")
def declared() -> Declared:
    """The stack as its usual settings declare it."""
    return declare()


@pytest.fixture(scope="session")
def protected() -> Declared:
    """The stack with a vault that nobody can purge."""
    return declare({"tunestack:purge_protection": "true", "tunestack:soft_deleted": "recover"})


@pytest.fixture(scope="session")
def pinned() -> Declared:
    """The stack at a day on which Phi-3 could still be tuned."""
    return declare(
        {"tunestack:catalogue_date": "2025-06-30", "tunestack:models": '{"serverless": "Phi-3-mini-128k-instruct"}'}
    )
