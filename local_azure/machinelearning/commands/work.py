"""Works on command jobs: environment, nodes, its turn, the processes, the outputs; again when its nodes are taken."""

import asyncio
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from local_azure.clock import timestamp
from local_azure.machine import Compute
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.commands.attempt import Attempt
from local_azure.machinelearning.commands.command_job import CommandJob
from local_azure.machinelearning.commands.data_access import DataAccess, identity_of
from local_azure.machinelearning.commands.environments import python_of, require_environment
from local_azure.machinelearning.commands.nodes import Nodes, give_back, nodes_for, require_nodes, try_take
from local_azure.machinelearning.commands.registration import register_outputs
from local_azure.machinelearning.commands.request import parse_command
from local_azure.machinelearning.commands.staging import Staging
from local_azure.machinelearning.commands.user_logs import SERVICE_LOG
from local_azure.machinelearning.jobs import records as states
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.log import JobLog
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.machinelearning.managed_network.isolation import network_owner
from local_azure.machinelearning.managed_network.provisioning import ensure_network
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.platform import Platform
from local_azure.training.trainer import Trainer
from local_azure.training.turns import Place

_LOOK_FOR_NODES_SECONDS = 1.0


class PreemptedError(Exception):
    """The job's nodes were taken away."""


class TimeIsUpError(Exception):
    """The job has run as long as it may."""


@dataclass
class CommandWork:
    """The command jobs that run on this machine.

    Attributes:
        platform: The local Azure.
        trainer: Has the machine: one run at a time.
        compute: Environments and weights.
        registry: The registry's models.
        records: The jobs.
    """

    platform: Platform
    trainer: Trainer
    compute: Compute
    registry: RegistryModels
    records: JobRecords
    _preempted: set[str] = field(default_factory=set)
    _preempted_by_time: set[str] = field(default_factory=set)

    def log(self, files: JobFiles) -> JobLog:
        """Returns the log that the service itself writes to; what the command says is in logs of its own."""
        name = SERVICE_LOG
        return JobLog(files.folder / name, self.platform.clock, lambda file: files.upload(file, name, "text/plain"))

    def preempt(self, job_id: str) -> None:
        """Takes the nodes of a running job away: its processes are ended, and it waits for nodes again.

        Raises:
            LookupError: There is no such job on nodes that can be taken away, or it doesn't run.
        """
        record = self.records.get(job_id)
        nodes = self._nodes(record) if record is not None and record.status == states.RUNNING else None
        if nodes is None or not nodes.low_priority:
            raise LookupError(f"the job {job_id} doesn't run on low priority nodes")
        self._preempted.add(job_id.lower())

    async def run(self, record: JobRecord, files: JobFiles, log: JobLog) -> None:
        """Runs a job to its end, also one that was begun before the local Azure was started again.

        Raises:
            AzureError: The job fails.
        """
        job, folder = parse_command(record.details), files.folder / "run"
        self.records.update(record.id, status=states.PREPARING)
        give_back(self.platform, record.id)  # what it held when an earlier local Azure was killed
        attempt = await self._prepared(record, job, files, log)
        try:
            while not await self._tried(attempt, log):  # noqa: ASYNC110 -- others' real work frees nodes, in real seconds
                await asyncio.sleep(_LOOK_FOR_NODES_SECONDS)
        except TimeIsUpError:
            self._end_late(record, job, log)
            shutil.rmtree(folder)
            return
        except Exception:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.records.update(record.id, registered=register_outputs(self.platform, record, job))
        shutil.rmtree(folder)
        log.write("The job has completed.")
        await log.copy_once()
        self.records.update(record.id, status=states.COMPLETED)

    def release(self, record: JobRecord, files: JobFiles) -> None:
        """Gives back the nodes of a canceled job and removes its working folder."""
        give_back(self.platform, record.id)
        shutil.rmtree(files.folder / "run", ignore_errors=True)

    async def _prepared(self, record: JobRecord, job: CommandJob, files: JobFiles, log: JobLog) -> Attempt:
        workspace = workspace_of(self.platform.resources, record.id)
        environment = require_environment(self.platform, workspace.id, job.environment_id)
        log.write(f"Preparing environment {environment.id.split('/')[-3]}, version {environment.name}.")
        python = await python_of(self.compute, environment.properties, log.write)
        nodes = nodes_for(self.platform, workspace, job)
        require_nodes(self.platform, nodes)
        await ensure_network(self.platform, network_owner(self.platform, workspace))
        identity = identity_of(self.platform, job, nodes, record.submitter)
        access = DataAccess(self.platform, workspace, nodes, identity)
        staging = Staging(
            platform=self.platform,
            registry=self.registry,
            compute=self.compute,
            access=access,
            workspace_id=workspace.id,
            name=record.name,
            folder=files.folder / "run",
            report=log.write,
        )
        return Attempt(self.platform, record, job, files, log, python, staging)

    async def _tried(self, attempt: Attempt, log: JobLog) -> bool:
        """Returns whether the job has run to its end; False when there are no nodes for it, or it has lost them."""
        job_id, nodes = attempt.record.id, attempt.staging.access.nodes
        self.records.update(job_id, status=states.QUEUED)
        async with self.trainer.turns.turn(Place(job_id, attempt.record.created_at)):
            if not try_take(self.platform, nodes, job_id):
                return False
            self._preempted.discard(job_id.lower())
            record = self.records.update(job_id, status=states.RUNNING)
            began = self.platform.clock.now()
            log.write(f"Running on {nodes.count} node(s) of {nodes.sku.name}.")
            try:
                await attempt.run(lambda: self._look(record, attempt.job, nodes, began))
            except PreemptedError:
                log.write("The nodes were taken away. The job waits for others.")
                shutil.rmtree(attempt.staging.folder)  # they took their disks with them
                return False
            finally:
                give_back(self.platform, job_id)
            self.records.update(job_id, status=states.FINALIZING)
            return True

    def _look(self, record: JobRecord, job: CommandJob, nodes: Nodes, began: datetime) -> None:
        now, key = self.platform.clock.now(), record.id.lower()
        after = self.platform.options.preempt_after_seconds if nodes.low_priority else None
        is_due = after is not None and key not in self._preempted_by_time and now - began >= timedelta(seconds=after)
        if is_due:
            self._preempted_by_time.add(key)
        if is_due or key in self._preempted:
            raise PreemptedError
        started = record.started_at or began
        if job.timeout is not None and now - started >= timedelta(seconds=job.timeout):
            raise TimeIsUpError

    def _end_late(self, record: JobRecord, job: CommandJob, log: JobLog) -> None:
        message = f"The run was canceled because it exceeded its limit of {job.timeout} seconds (limits.timeout)."
        log.write(message)
        moment = timestamp(self.platform.clock.now())
        error = {"code": "UserError", "message": message, "time": moment}
        self.records.update(record.id, status=states.CANCELED, error=error)

    def _nodes(self, record: JobRecord) -> Nodes:
        workspace = workspace_of(self.platform.resources, record.id)
        return nodes_for(self.platform, workspace, parse_command(record.details))
