"""Writes a deployment's resources as its caller, one after the other or side by side, and notes how each went."""

import http
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace

from local_azure.deployments.arm import Answer, Arm
from local_azure.deployments.knowledge import with_knowledge
from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.nested import body_of
from local_azure.deployments.record import Deployment, DeploymentOperation, Deployments
from local_azure.deployments.refusals import not_here, unprocessable
from local_azure.deployments.registration import register_for
from local_azure.deployments.template.nesting import is_nested
from local_azure.deployments.template.plan import Plan
from local_azure.deployments.template.resources import Planned
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.management.context import Management
from local_azure.platform import Platform

Ended = Callable[[str], Awaitable[Deployment | None]]


class ResourceWrites:
    """The writes of one deployment.

    Args:
        platform: The local Azure.
        records: Where operations are noted.
        arm: Is asked to write.
        deployment: The deployment.
        plan: What it does.
        ended: Waits for a nested deployment.

    Attributes:
        done: The ids of what is written, in lower case.
    """

    def __init__(
        self, platform: Platform, records: Deployments, arm: Arm, deployment: Deployment, plan: Plan, ended: Ended
    ) -> None:
        self._platform = platform
        self._records = records
        self._arm = arm
        self._deployment = deployment
        self._plan = plan
        self._ended = ended
        self._before = {
            str(each.target["id"]).lower(): each for each in records.operations(deployment.id) if each.target
        }
        self.done = {key for key, each in self._before.items() if each.state == "Succeeded"}

    async def write(self, one: Planned) -> Json | None:
        """Writes a resource, waits until it is provisioned and returns its error, or None when it is there."""
        if one.id.lower() in self.done:
            return None
        operation = self._begun(one)
        try:
            operation, error = await self._written(one, operation)
        except AzureError as refusal:
            operation = replace(operation, status_code=_status(refusal.status))
            error = {"target": one.id, **refusal.inner()}
        self._note(operation, error)
        return error

    def note_outputs(self) -> None:
        """Notes that the outputs were evaluated, which ends a deployment."""
        now = self._now()
        self._records.put_operation(
            self._deployment.id,
            DeploymentOperation(self._name(""), "EvaluateDeploymentOutput", "Succeeded", now, now),
        )

    def _begun(self, one: Planned) -> DeploymentOperation:
        before = self._before.get(one.id.lower())
        if before is not None and before.state == "Running":
            return before
        target: Json = {"id": one.id, "resourceType": one.type, "resourceName": one.name}
        now = self._now()
        begun = DeploymentOperation(
            self._name(one.id), "Create", "Running", now, now, target, tracking_id=str(uuid.uuid4())
        )
        self._records.put_operation(self._deployment.id, begun)
        return begun

    async def _written(self, one: Planned, operation: DeploymentOperation) -> tuple[DeploymentOperation, Json | None]:
        if not operation.follows:
            answer = await self._put(one)
            follows = answer.headers.get("azure-asyncoperation") or answer.headers.get("location") or ""
            operation = replace(operation, status_code=_status(answer.status), follows=follows)
            self._records.put_operation(self._deployment.id, operation)
        if not operation.follows:
            return operation, None
        failure = await self._followed(one, operation.follows)
        if failure is None:
            return replace(operation, status_code="OK"), None
        return replace(operation, status_code="Conflict"), {
            "code": "ResourceDeploymentFailure",
            "target": one.id,
            "message": "The resource write operation failed to complete successfully, because it reached terminal "
            "provisioning state 'Failed'.",
            "details": [failure],
        }

    async def _put(self, one: Planned) -> Answer:
        body = await self._body(one)
        await register_for(self._platform, self._arm, self._deployment.caller, one.type)
        try:
            return await self._arm.call(self._deployment.caller, "PUT", one.id, one.api_version, body)
        except AzureError as error:
            # The server was stopped between this write and its note: the write itself goes on.
            operations = self._platform.require("management", Management).operations
            running = operations.running(one.id) if one.id.lower() in self._before else None
            if error.code != "AnotherOperationInProgress" or running is None:
                raise
            return Answer(200, {"location": operations.headers(running).get("Location", f"/{running.id}")}, None)

    async def _body(self, one: Planned) -> Json:
        try:
            return await with_knowledge(
                lambda scope: body_of(self._plan, one, scope),
                one.scope,
                self._plan.names,
                self._arm,
                self._deployment.caller,
            )
        except ExpressionError as error:
            raise unprocessable(one.id, str(error)) from error
        except NotHereError as error:
            raise not_here(str(error)) from error
        except RecursionError as error:
            raise unprocessable(one.id, "The expressions are nested too deep.") from error

    async def _followed(self, one: Planned, url: str) -> Json | None:
        if not is_nested(one):
            return await self._arm.follow(self._deployment.caller, url)
        nested = await self._ended(one.id)
        if nested is None:
            return {"code": "DeploymentNotFound", "message": f"Deployment '{one.name}' could not be found."}
        return nested.error

    def _note(self, operation: DeploymentOperation, error: Json | None) -> None:
        state = "Succeeded" if error is None else "Failed"
        message = None if error is None else {"error": error}
        self._records.put_operation(
            self._deployment.id,
            replace(operation, state=state, changed_at=self._now(), status_message=message, follows=""),
        )

    def _name(self, resource_id: str) -> str:
        # Sixteen digits as on Azure; by the deployment and the resource, so that a restart finds the same operation.
        seed = f"{self._deployment.operation_id}|{resource_id.lower()}"
        return uuid.uuid5(uuid.NAMESPACE_URL, seed).hex[:16].upper()

    def _now(self) -> str:
        return self._platform.clock.now().isoformat()


def _status(status: int) -> str:
    # As .NET's HttpStatusCode writes it: NotFound, TooManyRequests.
    try:
        return http.HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "").replace("Ok", "OK")
    except ValueError:
        return str(status)
