"""RunResources: removes what jobs made in a workspace, in an order that Azure accepts, before the workspace goes."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from infra.provider.arm import Arm
from infra.provider.arm_id import name_of
from infra.provider.attempts import Step, attempt
from infra.provider.clock import Clock
from infra.provider.errors import ArmError, OwnResourceError
from infra.provider.own_resource import Created, Properties
from infra.provider.patience import when_free

API_VERSION: Final = "2025-12-01"  # of workspaces and what is in them, as in catalogue/types
ENDED: Final = frozenset({"Completed", "Failed", "Canceled"})
"""States that a job doesn't leave (JobStatus of azure-ai-ml 1.35.2)."""
POLL_SECONDS: Final = 2.0
CANCEL_SECONDS: Final = 900.0

_NAMESPACE: Final = "Microsoft.MachineLearningServices/workspaces"


class RunResources:
    """Input: workspaceId. Creating it only notes the workspace, which is the stack's own with everything in it."""

    inputs = ("workspaceId",)
    replacing = ("workspaceId",)

    def __init__(self, arm: Arm, clock: Clock) -> None:
        self._arm = arm
        self._clock = clock

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses what is no workspace's id."""
        workspace_id = inputs.get("workspaceId")
        if isinstance(workspace_id, str) and f"/{_NAMESPACE.lower()}/" not in workspace_id.lower():
            return {"workspaceId": f"'{workspace_id}' is no id of an Azure ML workspace, hub or project"}
        return {}

    def preview(self, inputs: Properties) -> Properties:
        """There are no outputs besides the input."""
        return {}

    def create(self, inputs: Properties) -> Created:
        """Notes the workspace."""
        return Created(str(inputs["workspaceId"]), {})

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Gives what was noted."""
        return Created(resource_id, {"workspaceId": resource_id})

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Nothing can change in place."""
        return {}

    def delete(self, state: Properties) -> None:
        """Removes endpoints, cancels jobs, then removes tuned models and data; goes on after a failure.

        Raises:
            OwnResourceError: Something is left; each of it is named with the reason.
        """
        workspace_id = str(state["workspaceId"])
        steps: tuple[Callable[[str], Iterator[Step]], ...] = (
            self._endpoints,
            self._jobs,
            self._assets,
        )
        left = [failure for step in steps for failure in attempt(step(workspace_id))]
        if left:
            raise OwnResourceError(
                "not everything that jobs made could be removed; it may go on billing. Run `pulumi destroy` again when "
                "the causes are gone:\n" + "\n".join(f"  {failure}" for failure in left)
            )

    def _endpoints(self, workspace_id: str) -> Iterator[Step]:
        for collection in ("serverlessEndpoints", "onlineEndpoints"):
            for endpoint in self._list(f"{workspace_id}/{collection}"):
                yield self._deletion(collection, endpoint["id"])

    def _jobs(self, workspace_id: str) -> Iterator[Step]:
        for job in self._list(f"{workspace_id}/jobs"):
            if job.get("properties", {}).get("status") not in ENDED:
                yield f"job {job['name']}", partial(self._cancel, job["id"])

    def _assets(self, workspace_id: str) -> Iterator[Step]:
        for collection in ("models", "data"):
            for asset in self._list(f"{workspace_id}/{collection}"):
                for version in self._list(f"{asset['id']}/versions"):
                    yield self._deletion(collection, version["id"])
                yield self._deletion(collection, asset["id"])

    def _deletion(self, collection: str, resource_id: str) -> Step:
        delete = partial(self._arm.delete, resource_id, API_VERSION)
        return f"{collection} {name_of(resource_id)}", partial(when_free, delete, self._clock)

    def _cancel(self, job_id: str) -> None:
        deadline = self._clock.monotonic() + CANCEL_SECONDS
        self._arm.post(f"{job_id}/cancel", API_VERSION)
        while True:
            job = self._arm.get(job_id, API_VERSION)
            status = ((job or {}).get("properties") or {}).get("status")
            if job is None or status in ENDED:
                return
            if self._clock.monotonic() > deadline:
                raise OwnResourceError(f"it is still {status} {CANCEL_SECONDS:.0f} s after it was cancelled")
            self._clock.sleep(POLL_SECONDS)

    def _list(self, path: str) -> list[dict[str, Any]]:
        try:
            # Read to the end before anything is deleted: pages shift under deletions.
            return list(self._arm.list(path, API_VERSION))
        except ArmError as refused:
            if refused.code == "InvalidResourceType":  # what this cloud doesn't offer, nobody has made
                return []
            raise
