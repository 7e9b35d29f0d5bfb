"""Command jobs on serverless compute: several processes, literal inputs, an output that becomes a model."""

from collections.abc import Iterator
from typing import Any

from azure.ai.ml import MLClient, Output, command
from azure.ai.ml.entities import UserIdentityConfiguration
from job_commands import ended
from setting import Command, holds

JOB, MODEL = "conformance-serverless", "from-serverless"
COMMAND = """
mkdir -p ${{outputs.model}} && echo "rank $RANK of $WORLD_SIZE, rate ${{inputs.rate}}, $WORD" | tee -a said.txt
cp said.txt ${{outputs.model}}/$RANK.txt
""".strip()


def serverless_job_commands(client: MLClient) -> Iterator[Command]:
    """Runs one job of two processes to its end and reads what it left."""
    yield "jobs.create_or_update without a cluster", lambda: holds(client.jobs.create_or_update(_job()).name, JOB)
    yield "jobs.get of it until it has ended", lambda: holds(ended(client, JOB), "Completed")
    yield "jobs.get of its machine", lambda: _machine(client)
    yield "models.get of the output that it registered", lambda: _model(client)
    yield "jobs.archive of it", lambda: client.jobs.archive(JOB)


def _job() -> Any:
    return command(
        name=JOB,
        command=COMMAND,
        inputs={"rate": 0.5},
        outputs={"model": Output(type="custom_model", name=MODEL)},
        environment="conformance@latest",
        environment_variables={"WORD": "hello"},
        instance_type="Standard_E4s_v3",
        instance_count=1,
        distribution={"type": "PyTorch", "process_count_per_instance": 2},
        identity=UserIdentityConfiguration(),
    )


def _machine(client: MLClient) -> None:
    job = client.jobs.get(JOB)
    holds((job.resources.instance_type, job.resources.instance_count), ("Standard_E4s_v3", 1))
    holds((job.distribution.type.lower(), job.distribution.process_count_per_instance), ("pytorch", 2))


def _model(client: MLClient) -> None:
    model = client.models.get(MODEL, label="latest")
    holds((model.version, model.type, model.job_name), ("1", "custom_model", JOB))
