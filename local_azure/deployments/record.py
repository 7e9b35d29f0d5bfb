"""Deployments as they are kept: each with its operations, below its resource group or subscription."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from local_azure.deployments.arm import Caller
from local_azure.json_types import Json
from local_azure.store import Store

TABLE = "deployments"
OPERATIONS = "deployment-operations"
MOST_KEPT = 800
"""Deployments that a scope keeps; older ones go (azure-docs deployment-history-deletions, as of 2026-10)."""

State = Literal["Accepted", "Running", "Succeeded", "Failed", "Canceled"]
ACTIVE: tuple[State, ...] = ("Accepted", "Running")


@dataclass(frozen=True)
class Deployment:
    """A deployment.

    Attributes:
        id: Its id.
        name: Its name.
        scope: The id of the resource group or subscription.
        caller: Who deploys.
        api_version: The version of the request that began it.
        template: The template.
        parameters: Type and value by name; secure ones without their value.
        mode: ``Incremental`` or ``Complete``.
        operation_id: Where its status is asked for.
        started_at: When it began, as ISO text.
        group_made_at: When its resource group was made; a group of that name made later has nothing of it.
        location: Where it is kept; empty in a resource group.
        tags: Its tags.
        is_secret: Whether a parameter's value isn't kept, so that it can't go on after a restart.
        state: Accepted, Running, Succeeded, Failed or Canceled.
        ended_at: When it ended; empty while it goes on.
        error: ARM's error when it failed.
        outputs: Type and value by name.
        written: The ids of the resources that it wrote.
        dependencies: Which of its resources wait for which.
        providers: The types of its resources, by namespace.
    """

    id: str
    name: str
    scope: str
    caller: Caller
    api_version: str
    template: Json
    parameters: Json
    mode: str
    operation_id: str
    started_at: str
    group_made_at: str = ""
    location: str = ""
    tags: Json | None = None
    is_secret: bool = False
    state: State = "Accepted"
    ended_at: str = ""
    error: Json | None = None
    outputs: Json | None = None
    written: Sequence[str] = ()
    dependencies: Sequence[Json] = ()
    providers: Sequence[Json] = ()

    @property
    def is_active(self) -> bool:
        """Whether it goes on."""
        return self.state in ACTIVE


@dataclass(frozen=True)
class DeploymentOperation:
    """What a deployment did about one resource, or at its end about its outputs.

    Attributes:
        id: Its id within the deployment.
        kind: ``Create``, ``Delete`` or ``EvaluateDeploymentOutput``.
        state: Running, Succeeded or Failed.
        started_at: When it began, as ISO text.
        target: ``id``, ``resourceType`` and ``resourceName``; None for outputs.
        changed_at: When it changed last.
        status_code: What ARM answered, as .NET writes it, such as ``Created``.
        status_message: The error when it failed.
        tracking_id: A GUID.
        follows: The URL of the long-running operation that it waits for.
    """

    id: str
    kind: str
    state: str
    started_at: str
    changed_at: str
    target: Json | None = None
    status_code: str = "OK"
    status_message: Any = None
    tracking_id: str = ""
    follows: str = ""


class Deployments:
    """The deployments of one local Azure.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, deployment_id: str) -> Deployment | None:
        """Returns a deployment, or None where there is none."""
        document = self._store.get(TABLE, deployment_id.lower())
        return None if document is None else _deployment(document)

    def put(self, deployment: Deployment) -> None:
        """Keeps a deployment in place of the one of that id."""
        self._store.put(TABLE, deployment.id.lower(), asdict(deployment))

    def delete(self, deployment_id: str) -> None:
        """Forgets a deployment with its operations; what it deployed stays."""
        self._store.delete(TABLE, deployment_id.lower())
        self.forget_operations(deployment_id)

    def thin_out(self, scope: str) -> None:
        """Forgets the oldest deployments of a scope beyond what is kept."""
        for each in self.list(scope)[MOST_KEPT:]:
            if not each.is_active:
                self.delete(each.id)

    def operations(self, deployment_id: str) -> list[DeploymentOperation]:
        """Returns the operations of a deployment, the newest first."""
        documents = self._store.list(OPERATIONS, f"{deployment_id.lower()}|")
        found = [DeploymentOperation(**document) for document in documents]
        return sorted(found, key=lambda each: (each.changed_at, each.id), reverse=True)

    def put_operation(self, deployment_id: str, operation: DeploymentOperation) -> None:
        """Keeps an operation of a deployment in place of the one of that id."""
        self._store.put(OPERATIONS, f"{deployment_id.lower()}|{operation.id}", asdict(operation))

    def forget_operations(self, deployment_id: str) -> None:
        """Forgets the operations of a deployment, as when it is made again."""
        for key, _ in self._store.items(OPERATIONS, f"{deployment_id.lower()}|"):
            self._store.delete(OPERATIONS, key)

    def list(self, scope: str = "") -> list[Deployment]:
        """Returns the deployments of a resource group or subscription, the newest first; all where none is named."""
        found = [_deployment(document) for document in self._store.list(TABLE, scope.lower())]
        chosen = [each for each in found if not scope or each.scope.lower() == scope.lower()]
        return sorted(chosen, key=lambda each: each.started_at, reverse=True)


def _deployment(document: Json) -> Deployment:
    return Deployment(**{**document, "caller": Caller(**document["caller"])})
