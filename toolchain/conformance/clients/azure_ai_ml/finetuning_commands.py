"""Serverless fine-tuning: a job streamed to its end, its model downloaded, others cancelled and refused."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from azure.ai.ml import Input, MLClient, Output
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.entities import CustomModelFineTuningJob, Data
from azure.ai.ml.entities._job.finetuning.azure_openai_finetuning_job import AzureOpenAIFineTuningJob
from azure.ai.ml.entities._job.finetuning.azure_openai_hyperparameters import AzureOpenAIHyperparameters
from azure.ai.ml.finetuning import FineTuningTaskType, create_finetuning_job
from setting import Command, holds, refuses

PHI = "azureml://registries/azureml/models/Phi-3-mini-128k-instruct/versions/13"
TUNED, CUSTOM, OPENAI = "conformance-tuned", "conformance-custom", "conformance-openai"
MODEL = "conformance-phi"


def finetuning_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Tunes one model to the end and reads what it left."""
    jobs = client.jobs
    train, validation = _rows(folder / "train.jsonl", 8), _rows(folder / "validation.jsonl", 2)
    made = create_finetuning_job(
        model=PHI,
        task=FineTuningTaskType.CHAT_COMPLETION,
        training_data=train,
        validation_data=validation,
        hyperparameters={"num_train_epochs": "1", "per_device_train_batch_size": "4", "learning_rate": "0.00002"},
        output_model_name_prefix=MODEL,
        experiment_name="conformance",
        name=TUNED,
    )
    yield "jobs.create_or_update of create_finetuning_job", lambda: holds(jobs.create_or_update(made).name, TUNED)
    yield "jobs.stream to the end, with its log", lambda: _streamed(client)
    yield "jobs.get of the tuned one", lambda: _parts(client)
    yield "models.get of the latest that was tuned", lambda: _model(client)
    yield "jobs.download of the model", lambda: _downloaded(client, folder / "tuned")
    yield "jobs.create_or_update of CustomModelFineTuningJob on data assets", lambda: _custom(client, train)
    yield "jobs.list with fine-tuning jobs", lambda: holds({TUNED, CUSTOM} <= {one.name for one in jobs.list()}, True)
    yield "jobs.begin_cancel of a fine-tuning job", lambda: jobs.begin_cancel(CUSTOM).result()
    yield "jobs.get of the cancelled fine-tuning job", lambda: holds(jobs.get(CUSTOM).status, "Canceled")
    yield (
        "jobs.create_or_update of a hyperparameter that isn't",
        lambda: refuses("UserError", lambda: jobs.create_or_update(_job("conformance-odd", train, warmup="1"))),
    )
    yield (
        "jobs.create_or_update of AzureOpenAIFineTuningJob, which is done at the account itself",
        lambda: refuses("NotSupportedByLocalAzure", lambda: jobs.create_or_update(_openai(train, validation))),
    )


def _rows(file: Path, count: int) -> str:
    turns = [{"role": "user", "content": "Say hello."}, {"role": "assistant", "content": "Hello to you."}]
    file.write_text("".join(json.dumps({"messages": turns, "row": row}) + "\n" for row in range(count)))
    return str(file)


def _job(name: str, train: str, **hyperparameters: str) -> CustomModelFineTuningJob:
    return CustomModelFineTuningJob(
        task=FineTuningTaskType.CHAT_COMPLETION,
        model=Input(type=AssetTypes.MLFLOW_MODEL, path=PHI),
        training_data=Input(type=AssetTypes.URI_FILE, path=train),
        hyperparameters=hyperparameters,
        name=name,
        experiment_name="conformance",
        outputs={"registered_model": Output(type=AssetTypes.MLFLOW_MODEL, name=MODEL)},
    )


def _openai(train: str, validation: str) -> AzureOpenAIFineTuningJob:
    return AzureOpenAIFineTuningJob(
        task=FineTuningTaskType.CHAT_COMPLETION,
        model=Input(type=AssetTypes.MLFLOW_MODEL, path="azureml://registries/azure-openai/models/gpt-4o/versions/1"),
        training_data=Input(type=AssetTypes.URI_FILE, path=train),
        validation_data=Input(type=AssetTypes.URI_FILE, path=validation),
        hyperparameters=AzureOpenAIHyperparameters(batch_size=1, learning_rate_multiplier=1.5, n_epochs=2),
        name=OPENAI,
        experiment_name="conformance",
        outputs={"registered_model": Output(type=AssetTypes.MLFLOW_MODEL, name=OPENAI)},
    )


def _streamed(client: MLClient) -> None:
    with redirect_stdout(io.StringIO()) as told:
        client.jobs.stream(TUNED)
    sys.stdout.write(told.getvalue())
    holds(("Execution Summary" in told.getvalue(), "Training " in told.getvalue()), (True, True))
    holds(client.jobs.get(TUNED).status, "Completed")


def _parts(client: MLClient) -> None:
    job = client.jobs.get(TUNED)
    holds((job.type, job.experiment_name, job.model.path), ("finetuning", "conformance", PHI))
    holds(job.hyperparameters["num_train_epochs"], "1")
    holds(job.outputs["registered_model"].name, MODEL)


def _model(client: MLClient) -> None:
    model = client.models.get(MODEL, label="latest")
    holds((model.version, model.job_name, model.type), ("1", TUNED, "mlflow_model"))


def _downloaded(client: MLClient, folder: Path) -> None:
    client.jobs.download(TUNED, download_path=folder, output_name="registered_model")
    holds(len(list(folder.rglob("adapter_model.safetensors"))), 1)


def _custom(client: MLClient, train: str) -> None:
    rows = client.data.create_or_update(Data(name="chats", path=train, type="uri_file"))
    holds(client.jobs.create_or_update(_job(CUSTOM, f"azureml:chats:{rows.version}")).name, CUSTOM)
    holds(client.jobs.get(CUSTOM).training_data.path.endswith("/data/chats/versions/1"), True)
