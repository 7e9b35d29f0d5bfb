"""Jobs as ARM resources: checked, handed to the runner, shown with their live state, canceled, deleted."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from local_azure.behaviour import Behaviour, Call, Write
from local_azure.errors import bad_request, conflict
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.commands.checks import check_command
from local_azure.machinelearning.commands.request import parse_command
from local_azure.machinelearning.jobs.cancelling import cancelling
from local_azure.machinelearning.jobs.files import require_data
from local_azure.machinelearning.jobs.fine_tuning import parse_fine_tuning
from local_azure.machinelearning.jobs.network import refuse_own_key
from local_azure.machinelearning.jobs.runner import JobRunner
from local_azure.machinelearning.jobs.shown_outputs import shown_outputs
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.platform import Platform
from local_azure.resources import Resource

_FIXED = ("jobType", "fineTuningDetails", "command", "codeId", "environmentId", "inputs", "distribution", "limits")
_CHANGEABLE = ("description", "displayName", "isArchived", "properties", "tags")


class Jobs:
    """What the type ``workspaces/jobs`` does beyond being stored.

    Args:
        platform: The local Azure.
        runner: Runs the jobs.
        registry: Knows which models can be tuned where.
    """

    def __init__(self, platform: Platform, runner: JobRunner, registry: RegistryModels) -> None:
        self._platform = platform
        self._runner = runner
        self._registry = registry

    def behaviour(self) -> Behaviour:
        """Returns the hooks."""
        return Behaviour(
            validate=self.validate,
            prepare=self.prepare,
            provision=self.provision,
            delete=self.delete,
            present=self.present,
            filter=_active,
            actions={"cancel": self.cancel},
            shows_state=False,
        )

    async def validate(self, write: Write) -> None:
        """Refuses a job that could not run, and a change of what a job was asked to do."""
        properties = write.body.get("properties") or {}
        if write.existing is not None:
            _require_unchanged(write.existing.properties, properties)
            return
        workspace = workspace_of(self._platform.resources, write.id)
        if properties.get("jobType") == "Command":
            check_command(self._platform, self._registry, workspace, parse_command(properties), write.name)
            return
        job = parse_fine_tuning(properties)
        refuse_own_key(self._platform, workspace)
        self._registry.require_tunable(job.model, workspace.location)
        await require_data(self._platform, workspace.id, job.training_data, "trainingData")
        if job.validation_data is not None:
            await require_data(self._platform, workspace.id, job.validation_data, "validationData")

    async def prepare(self, write: Write) -> Json:
        """Adds what the service fills in; of a job that is there, only what may change is taken."""
        sent = {member: value for member, value in (write.body.get("properties") or {}).items() if value is not None}
        if write.existing is not None:
            record = self._runner.records.get(write.id)
            tags = {"tags": record.tags} if record else {}
            changes = {member: sent[member] for member in _CHANGEABLE if member in sent}
            return {"properties": {**write.existing.properties, **tags, **changes}}
        properties = {
            "tags": {},
            "properties": {},
            "experimentName": "Default",
            "displayName": write.name,
            "isArchived": False,
            "computeId": None,
            **sent,
        }
        return {"properties": properties}

    async def provision(self, job: Resource) -> None:
        """Hands a new job to the runner; writes the tags of one that is there."""
        tags = {key: str(value) for key, value in (job.properties.get("tags") or {}).items()}
        if self._runner.records.get(job.id) is None:
            submitter = (job.body.get("systemData") or {}).get("createdBy") or ""
            self._runner.records.create(job.id, job.properties, str(submitter))
            self._runner.submit(job.id)
        else:
            self._runner.records.update(job.id, tags=tags)

    async def delete(self, job: Resource) -> None:
        """Ends the job and removes what this machine holds of it."""
        await self._runner.remove(job.id)

    def present(self, job: Resource) -> Json:
        """Returns the job with its state and its links."""
        record = self._runner.records.get(job.id)
        workspace = workspace_of(self._platform.resources, job.id)
        properties = {**job.properties, "services": _services(workspace, job.name)}
        if record is not None:
            properties |= {"status": record.status, "tags": record.tags}
            properties["outputs"] = shown_outputs(record, job.properties.get("outputs") or {})
        return {**job.body, "properties": properties}

    async def cancel(self, call: Call) -> Response:
        """Begins to end the job; the answer's Location says when it has ended."""
        record = self._runner.records.get(call.resource.id)
        if record is None or record.has_ended:
            status = "Unknown" if record is None else record.status
            raise bad_request(
                f"Job '{call.resource.name}' is {status}: it can't be canceled any more.", code="UserError"
            )
        self._platform.tasks.spawn(f"cancel {call.resource.id}", self._runner.cancel(call.resource.id))
        workspace = workspace_of(self._platform.resources, call.resource.id)
        return cancelling(self._platform, workspace, call.resource.name)


def _require_unchanged(before: Json, after: Json) -> None:
    for member in _FIXED:
        if member in after and _plain(after[member]) != _plain(before.get(member)):
            raise conflict(f"A job can't be changed after it was made: its {member} differs.", target=member)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {member: _plain(each) for member, each in value.items() if each is not None}
    return value


def _services(workspace: Resource, name: str) -> Json:
    studio = f"https://ml.azure.com/runs/{name}?wsid={workspace.id}"
    return {
        "Tracking": {"jobServiceType": "Tracking", "endpoint": workspace.properties["mlFlowTrackingUri"]},
        "Studio": {"jobServiceType": "Studio", "endpoint": studio},
    }


def _active(jobs: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    view = query.get("listViewType", "ActiveOnly").lower()
    if view != "all":
        jobs = [job for job in jobs if bool(job.properties.get("isArchived")) == (view == "archivedonly")]
    return sorted(jobs, key=lambda job: job.created_at, reverse=True)
