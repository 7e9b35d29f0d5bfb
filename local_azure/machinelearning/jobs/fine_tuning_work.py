"""Works on fine-tuning jobs: prepares, queues, trains when the turn has come, publishes the outcome."""

from dataclasses import dataclass

from local_azure.machinelearning.jobs import records as states
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.fine_tuning import FineTuning, parse_fine_tuning
from local_azure.machinelearning.jobs.log import NAME, JobLog
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.network import enter_network
from local_azure.machinelearning.jobs.outputs import publish_outputs
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.machinelearning.jobs.training_run import TrainingRun, split_validation
from local_azure.platform import Platform
from local_azure.training.job_folder import JobFolder
from local_azure.training.trainer import Trainer
from local_azure.training.turns import Place


@dataclass(frozen=True)
class FineTuningWork:
    """The fine-tuning jobs that run on this machine.

    Attributes:
        platform: The local Azure.
        trainer: Trains them.
        records: The jobs.
        metrics: What they report.
    """

    platform: Platform
    trainer: Trainer
    records: JobRecords
    metrics: JobMetrics

    def log(self, files: JobFiles) -> JobLog:
        """Returns the log that the trainer and the service write to."""
        return JobLog(files.folder / NAME, self.platform.clock, lambda file: files.upload(file, NAME, "text/plain"))

    def release(self, record: JobRecord, files: JobFiles) -> None:
        """Does nothing: a fine-tuning job holds no machines, and its folder stays to be looked into."""

    async def run(self, record: JobRecord, files: JobFiles, log: JobLog) -> None:
        """Runs a job to its end.

        Raises:
            AzureError: The job fails.
        """
        job = parse_fine_tuning(record.details)
        self.records.update(record.id, status=states.PREPARING, parameters=_parameters(job))
        log.write("Preparing the environment and the data.")
        inputs = [job.training_data] + ([job.validation_data] if job.validation_data else [])
        await enter_network(self.platform, record.id, inputs)
        run = await self._prepared_run(record, job, files, log)
        self.records.update(record.id, status=states.QUEUED)

        def started() -> None:
            self.records.update(record.id, status=states.RUNNING)
            log.write(f"Training {self.trainer.label} for {job.model.name}.")

        await run.to_the_end(self.records, self.metrics, started=started)
        self.records.update(record.id, status=states.FINALIZING)
        log.write("The activity completed successfully. Finalizing run...")
        latest = self.records.get(record.id) or record
        version = await publish_outputs(
            self.platform, latest, job, files=files, output=run.files.output, label=self.trainer.label
        )
        log.write(f"Registered model {job.registered_name}, version {version}." if version else "No model registered.")
        await log.copy_once()
        self.records.update(record.id, status=states.COMPLETED, model_version=version)

    async def _prepared_run(self, record: JobRecord, job: FineTuning, files: JobFiles, log: JobLog) -> TrainingRun:
        programs = await self.trainer.prepare(log.write)
        folder = JobFolder(files.folder)
        await files.download_input(job.training_data, folder.train)
        if job.validation_data is None:
            split_validation(folder)
        else:
            await files.download_input(job.validation_data, folder.validation)
        return TrainingRun(Place(record.id, record.created_at), job, self.trainer, programs, folder, log)


def _parameters(job: FineTuning) -> dict[str, str]:
    return {
        "model": job.model.name,
        "num_train_epochs": str(job.epochs),
        "per_device_train_batch_size": str(job.batch_size),
        "learning_rate": str(job.learning_rate),
    }
