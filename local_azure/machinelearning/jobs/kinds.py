"""The kinds of job that there are, each with what it takes to run it."""

from dataclasses import dataclass

from local_azure.machine import compute_of
from local_azure.machinelearning.commands.work import CommandWork
from local_azure.machinelearning.jobs.fine_tuning_work import FineTuningWork
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.machinelearning.jobs.runner import JobRunner, Work
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.platform import Platform
from local_azure.training import trainer_of


@dataclass(frozen=True)
class JobKinds:
    """Who works on a job, by its kind.

    Attributes:
        fine_tuning: Works on serverless fine-tuning jobs.
        command: Works on command jobs.
    """

    fine_tuning: FineTuningWork
    command: CommandWork

    def work_of(self, record: JobRecord) -> Work:
        """Returns who works on a job."""
        return self.command if record.is_command else self.fine_tuning


def job_runner(platform: Platform, registry: RegistryModels) -> JobRunner:
    """Returns what runs all jobs of a local Azure, and offers its command jobs as the port ``commands``."""
    records, metrics = JobRecords(platform.store, platform.clock), JobMetrics(platform.store, platform.clock)
    trainer = trainer_of(platform)
    kinds = JobKinds(
        FineTuningWork(platform, trainer, records, metrics),
        CommandWork(platform, trainer, compute_of(platform), registry, records),
    )
    platform.provide("commands", kinds.command)
    return JobRunner(platform, records, metrics, kinds.work_of, trainer.turns)
