"""What a finished fine-tuning job leaves: its adapter as an MLflow model and its metrics, on storage and registered."""

import shutil
from datetime import datetime
from pathlib import Path

import yaml

from local_azure.clock import timestamp
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.machinelearning.assets.models import register_model
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.fine_tuning import FineTuning
from local_azure.machinelearning.jobs.output_places import MODEL_FOLDER
from local_azure.machinelearning.jobs.records import JobRecord
from local_azure.platform import Platform

ADAPTER = "adapter"
_REPORTS = ("metrics.jsonl", "summary.json")


async def publish_outputs(
    platform: Platform, record: JobRecord, job: FineTuning, *, files: JobFiles, output: Path, label: str
) -> str:
    """Uploads what the trainer left and registers the model; bears repeating.

    Args:
        platform: The local Azure.
        record: The job.
        job: What it was asked to do.
        files: Where its files go.
        output: The trainer's output folder.
        label: The base weights that were really tuned.

    Returns:
        The version the model was registered under; empty when the job registers none.

    Raises:
        AzureError: Storage refused.
    """
    model = output / "registered_model"
    _make_model(model, output, _description(record, job, label, platform.clock.now()))
    for report in _REPORTS:
        await files.upload(output / report, f"outputs/{report}")
    await files.upload_folder(model, MODEL_FOLDER)
    if job.registered_name is None:
        return ""
    base = f"azureml://registries/{job.model.registry}/models/{job.model.name}"
    properties = {
        "modelType": "mlflow_model",
        "modelUri": files.artifact_uri(MODEL_FOLDER),
        "jobName": record.name,
        "flavors": {"peft": {"data": {"adapter": ADAPTER, "task": "chat-completion"}}},
        "properties": {"baseModelId": base, "ran": label},
    }
    return register_model(platform, workspace_id_of(record.id), job.registered_name, properties)


def _make_model(model: Path, output: Path, description: dict[str, object]) -> None:
    shutil.copytree(output / ADAPTER, model / ADAPTER, dirs_exist_ok=True)
    for report in _REPORTS:
        shutil.copyfile(output / report, model / report)
    (model / "MLmodel").write_text(yaml.safe_dump(description, sort_keys=False), encoding="utf-8")


def _description(record: JobRecord, job: FineTuning, label: str, now: datetime) -> dict[str, object]:
    return {
        "artifact_path": "registered_model",
        "run_id": record.name,
        "utc_time_created": timestamp(now),
        "flavors": {"peft": {"adapter": ADAPTER, "base_model": label, "task": "chat-completion"}},
        "metadata": {"base_model_name": job.model.name, "base_model_ran": label},
    }
