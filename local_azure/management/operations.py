"""Long-running operations of ARM: kept in SQLite, worked off in the background, taken up again after a restart."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from starlette.responses import Response

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.identity import MANAGEMENT_HOST, SUBSCRIPTION_ID
from local_azure.json_types import Json
from local_azure.latency import Change
from local_azure.management.paths import parse
from local_azure.management.regions import region
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.retry_after import between_polls

TABLE = "operations"
_GOING_ON = "operations-going-on"  # those in progress by resource: few, whatever the number of all
KEPT = timedelta(days=1)
# Cognitive Services gives its status under operationResults (azure-cli recordings); the others under operationStatuses.
STATUS_UNDER_RESULTS = "microsoft.cognitiveservices"


@dataclass(frozen=True)
class Operation:
    """A long-running operation.

    Attributes:
        id: A GUID.
        work: ``provision``, ``delete``, ``delete-group`` or ``purge``.
        resource_id: What it is about.
        namespace: The resource provider.
        location: The region in its URL.
        api_version: The api-version in its URL.
        style: ``async-operation``, ``location`` or ``body``, as in the type table.
        status: ``InProgress``, ``Succeeded`` or ``Failed``.
        started_at: When it began, as ISO text.
        ended_at: When it ended, empty while it runs.
        error: Azure's error when it failed.
        error_status: The HTTP status of that error.
        query: The query of the request that began it.
        change: What becomes of the resource: ``create``, ``update``, ``delete`` or ``purge``.
    """

    id: str
    work: str
    resource_id: str
    namespace: str
    location: str
    api_version: str
    style: str
    started_at: str
    status: str = "InProgress"
    ended_at: str = ""
    error: Json | None = None
    error_status: int = 500
    query: Json | None = None
    change: Change = "update"


Work = Callable[[Operation], Awaitable[None]]


class Operations:
    """The long-running operations of one local Azure.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._works: dict[str, Work] = {}
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}

    def can(self, name: str, work: Work) -> None:
        """Says what an operation of that name does. It must bear being begun again after a restart."""
        self._works[name] = work

    def begin(self, work: str, resource: Resource, style: str, query: Json, api_version: str) -> Operation:
        """Starts an operation in the background and returns it."""
        operation = Operation(
            id=str(uuid.uuid4()),
            work=work,
            resource_id=resource.id,
            namespace=resource.type.split("/")[0],
            location=region(resource.location) or "global",
            api_version=api_version,
            style=style,
            started_at=self._platform.clock.now().isoformat(),
            query=query,
            change=_change(work, resource),
        )
        self._save(operation)
        self._spawn(operation)
        return operation

    def begin_purge(self, resource: Resource, api_version: str) -> Response:
        """Begins to purge a soft-deleted resource and returns the 202 that says where to ask how it goes."""
        operation = self.begin("purge", resource, "location", {}, api_version)
        return Response(status_code=202, headers=self.headers(operation))

    def get(self, operation_id: str) -> Operation | None:
        """Returns an operation, or None where there is none of that id, or it ended more than a day ago."""
        document = self._platform.store.get(TABLE, operation_id.lower())
        operation = None if document is None else Operation(**document)
        return None if operation is None or self._is_over(operation) else operation

    def running(self, resource_id: str) -> Operation | None:
        """Returns the operation that goes on for a resource, or None."""
        entries = self._platform.store.list(_GOING_ON, f"{resource_id.lower()}|")
        found = [operation for entry in entries if (operation := self.get(entry["id"])) is not None]
        return next((operation for operation in found if operation.status == "InProgress"), None)

    async def ended(self, operation_id: str) -> Operation | None:
        """Waits until an operation has ended and returns it; None where there is none of that id."""
        operation = self.get(operation_id)
        if operation is None or operation.status != "InProgress":
            return operation
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(operation.id, []).append(waiting)
        await waiting
        return self.get(operation_id)

    def resume(self) -> None:
        """Takes up what was running when the server stopped, and forgets what ended long ago."""
        for document in self._platform.store.list(TABLE):
            operation = Operation(**document)
            if operation.status == "InProgress":
                self._save(operation)
                self._spawn(operation)
            elif self._is_over(operation):
                self._platform.store.delete(TABLE, operation.id)

    def headers(self, operation: Operation) -> dict[str, str]:
        """Returns the headers of the answer that begins an operation or says that it goes on."""
        options = self._platform.options
        headers = between_polls(options.retry_after_ms, options.retry_after_form, self._platform.clock.now())
        if operation.style == "async-operation":
            headers["Azure-AsyncOperation"] = _url(operation, _status_segment(operation))
        if operation.style == "location" or (operation.style == "async-operation" and operation.work == "delete"):
            headers["Location"] = _url(operation, "operationResults")
        return headers

    def status(self, operation: Operation) -> Json:
        """Returns the body that an Azure-AsyncOperation URL answers."""
        body: Json = {
            "id": _path(operation, _status_segment(operation)),
            "name": operation.id,
            "status": operation.status,
            "startTime": timestamp(datetime.fromisoformat(operation.started_at)),
            "percentComplete": 100.0 if operation.status != "InProgress" else 0.0,
        }
        if operation.ended_at:
            body["endTime"] = timestamp(datetime.fromisoformat(operation.ended_at))
        if operation.error is not None:
            body["error"] = operation.error
        return body

    def _spawn(self, operation: Operation) -> None:
        name = f"{operation.work} {operation.resource_id}"
        self._platform.tasks.spawn(name, self._run(operation))

    async def _run(self, operation: Operation) -> None:
        seconds = self._seconds_left(operation)
        if seconds > 0:
            await self._platform.clock.sleep(seconds)
        try:
            await self._works[operation.work](operation)
        except AzureError as error:
            self._end(replace(operation, status="Failed", error=error.inner(), error_status=error.status))
        except Exception as error:
            message = f"{type(error).__name__}: {error}; logs/server.log of the local Azure has the whole story"
            failure: Json = {"code": "InternalServerError", "message": message}
            self._end(replace(operation, status="Failed", error=failure))
            raise
        else:
            self._end(replace(operation, status="Succeeded"))

    def _seconds_left(self, operation: Operation) -> float:
        # From its beginning on, so that a restart in the middle doesn't make it longer.
        path = parse(operation.resource_id)
        latency = self._platform.latency.seconds(path.type if path else "", operation.change, operation.resource_id)
        due = datetime.fromisoformat(operation.started_at) + timedelta(
            seconds=self._platform.options.operation_seconds + latency
        )
        return (due - self._platform.clock.now()).total_seconds()

    def _is_over(self, operation: Operation) -> bool:
        ended = operation.ended_at
        return bool(ended) and datetime.fromisoformat(ended) + KEPT < self._platform.clock.now()

    def _end(self, operation: Operation) -> None:
        self._save(replace(operation, ended_at=self._platform.clock.now().isoformat()))
        for waiting in self._waiting.pop(operation.id, []):
            if not waiting.done():
                waiting.set_result(None)

    def _save(self, operation: Operation) -> None:
        store, key = self._platform.store, f"{operation.resource_id.lower()}|{operation.id}"
        store.put(TABLE, operation.id, asdict(operation))
        if operation.status == "InProgress":
            store.put(_GOING_ON, key, {"id": operation.id})
        else:
            store.delete(_GOING_ON, key)


def _change(work: str, resource: Resource) -> Change:
    if work == "provision":
        return "create" if resource.state == "Creating" else "update"
    return "purge" if work == "purge" else "delete"


def _status_segment(operation: Operation) -> str:
    return "operationResults" if operation.namespace.lower() == STATUS_UNDER_RESULTS else "operationStatuses"


def _url(operation: Operation, segment: str) -> str:
    return f"https://{MANAGEMENT_HOST}{_path(operation, segment)}?api-version={operation.api_version}"


def _path(operation: Operation, segment: str) -> str:
    subscription = f"/subscriptions/{SUBSCRIPTION_ID}"
    if operation.work == "delete-group":
        return f"{subscription}/operationresults/{operation.id}"
    return f"{subscription}/providers/{operation.namespace}/locations/{operation.location}/{segment}/{operation.id}"
