"""Carries deployments out in the background: resources as they are ready, then outputs; goes on after a restart."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import replace

from local_azure.deployments.arm import Arm
from local_azure.deployments.complete_mode import delete_others
from local_azure.deployments.outputs import evaluate_outputs
from local_azure.deployments.place import place_of
from local_azure.deployments.record import Deployment, Deployments, State
from local_azure.deployments.refusals import deployment_failed
from local_azure.deployments.resource_writes import ResourceWrites
from local_azure.deployments.template.plan import Plan, make_plan
from local_azure.deployments.template.resources import Planned
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.platform import Platform

LOST = (
    "The local Azure was stopped while this deployment went on. It has secure parameters, whose values aren't kept: "
    "deploy again; what was written already doesn't change."
)


class Runner:
    """The deployments of one local Azure that go on.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.records = Deployments(platform.store)
        self.arm = Arm(platform)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, deployment: Deployment, plan: Plan) -> None:
        """Keeps an accepted deployment and starts it."""
        before = self._tasks.get(deployment.id.lower())
        if before is not None:
            before.cancel()  # of a resource group of that name that is gone
        self.records.forget_operations(deployment.id)
        self.records.put(deployment)
        self.records.thin_out(deployment.scope)
        self._spawn(deployment, plan)

    def resume(self) -> None:
        """Takes up what went on when the server stopped."""
        for deployment in self.records.list():
            if not deployment.is_active:
                continue
            if deployment.is_secret:
                self._end(deployment, "Failed", error={"code": "DeploymentFailed", "message": LOST})
                continue
            try:
                plan = self._planned_again(deployment)
            except AzureError as error:
                self._end(deployment, "Failed", error=error.inner())
                continue
            self._spawn(deployment, plan)

    def cancel(self, deployment: Deployment) -> None:
        """Ends a deployment: what is being written goes on by itself, nothing more is begun."""
        task = self._tasks.get(deployment.id.lower())
        if task is not None:
            task.cancel()
        for operation in self.records.operations(deployment.id):
            if operation.state == "Running":
                self.records.put_operation(deployment.id, replace(operation, state="Canceled"))
        self._end(deployment, "Canceled", error={"code": "DeploymentCanceled", "message": "It was canceled."})

    async def ended(self, deployment_id: str) -> Deployment | None:
        """Waits until a deployment has ended and returns it; None where there is none."""
        task = self._tasks.get(deployment_id.lower())
        if task is not None:
            await asyncio.wait({task})
        return self.records.get(deployment_id)

    def _planned_again(self, deployment: Deployment) -> Plan:
        group = self._platform.resources.get(deployment.scope)
        place = place_of(deployment.scope, group, described(deployment), deployment.caller.object_id)
        given: Mapping[str, Json] = {name: {"value": each.get("value")} for name, each in deployment.parameters.items()}
        return make_plan(deployment.template, given, place, self._platform.clock.now(), lambda: str(uuid.uuid4()))

    def _spawn(self, deployment: Deployment, plan: Plan) -> None:
        task = self._platform.tasks.spawn(f"deployment {deployment.id}", self._run(deployment, plan))
        self._tasks[deployment.id.lower()] = task
        task.add_done_callback(lambda done: self._forget(deployment.id, done))

    def _forget(self, deployment_id: str, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(deployment_id.lower()) is task:
            del self._tasks[deployment_id.lower()]

    async def _run(self, deployment: Deployment, plan: Plan) -> None:
        deployment = replace(deployment, state="Running")
        self.records.put(deployment)
        try:
            await self._carry_out(deployment, plan)
        except Exception as error:
            message = f"{type(error).__name__}: {error}; logs/server.log of the local Azure has the whole story"
            self._end(deployment, "Failed", error={"code": "InternalServerError", "message": message})
            raise

    async def _carry_out(self, deployment: Deployment, plan: Plan) -> None:
        writes = ResourceWrites(self._platform, self.records, self.arm, deployment, plan, self.ended)
        failed = await _all_in_order(plan, writes)
        deployment = replace(deployment, written=[one.id for one in plan.resources if one.id.lower() in writes.done])
        if not failed and deployment.mode == "Complete":
            failed = await delete_others(self._platform, self.records, self.arm, deployment, plan)
        if failed:
            self._end(deployment, "Failed", error=deployment_failed(failed, deployment.id).inner())
            return
        try:
            outputs = await evaluate_outputs(plan, self.arm, deployment.caller)
        except AzureError as error:
            self._end(deployment, "Failed", error=error.inner())
            return
        writes.note_outputs()
        self._end(replace(deployment, outputs=outputs or None), "Succeeded")

    def _end(self, deployment: Deployment, state: State, *, error: Json | None = None) -> None:
        ended = self._platform.clock.now().isoformat()
        self.records.put(replace(deployment, state=state, ended_at=ended, error=error))


def described(deployment: Deployment) -> Json:
    """Returns what ``deployment()`` answers inside of a template."""
    properties = {"templateHash": "", "parameters": {}, "mode": deployment.mode, "provisioningState": "Accepted"}
    found: Json = {"name": deployment.name, "properties": properties}
    return found | ({"location": deployment.location, "id": deployment.id} if deployment.location else {})


async def _all_in_order(plan: Plan, writes: ResourceWrites) -> list[Json]:
    """Writes all resources, each when those that it waits for are there; returns the errors."""
    left = {one.id.lower(): one for one in plan.resources}
    running: dict[asyncio.Task[Json | None], str] = {}
    failed: list[Json] = []
    try:
        while left or running:
            for key in [key for key in left if plan.waits[key] <= writes.done]:
                running[asyncio.create_task(_write(writes, left.pop(key)))] = key
            if not running:
                break  # what is left waits for something that failed
            ended, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in sorted(ended, key=lambda each: running[each]):
                error = task.result()
                key = running.pop(task)
                writes.done.add(key) if error is None else failed.append(error)
    finally:
        for task in running:
            task.cancel()
    return failed


async def _write(writes: ResourceWrites, one: Planned) -> Json | None:
    return await writes.write(one)
