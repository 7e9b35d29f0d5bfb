"""Command jobs by the real azure-ai-ml, unmodified: made from folders, watched, downloaded, canceled, registered."""

from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.local_azure.machinelearning.command_jobs import CONDA, SIZE
from tests.local_azure.machinelearning.fine_tuning import PHI, reach
from tests.local_azure.machinelearning.running import RunningAzure

Client: TypeAlias = Any  # azure.ai.ml.MLClient

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # azure-ai-ml itself raises dozens
SCRIPT = """
import argparse, pathlib
parser = argparse.ArgumentParser()
for name in ("--words", "--base", "--rate", "--model"):
    parser.add_argument(name, required=True)
asked = parser.parse_args()
pathlib.Path(asked.model, "weights.txt").write_text(pathlib.Path(asked.words).read_text() * int(asked.rate))
names = sorted(each.name for each in pathlib.Path(asked.base).iterdir())
pathlib.Path("outputs", "files.txt").write_text(" ".join(names))
print("written")
"""


@pytest.fixture
def job(tmp_path: Path) -> Any:  # noqa: ANN401 -- azure.ai.ml's Command
    from azure.ai.ml import Input, Output, command
    from azure.ai.ml.entities import Environment

    code = tmp_path / "code"
    code.mkdir()
    (code / "write.py").write_text(SCRIPT)
    words, conda = tmp_path / "words.txt", tmp_path / "conda.yml"
    words.write_text("word ")
    conda.write_text(CONDA)
    return command(
        code=str(code),
        command=(
            "python write.py --words ${{inputs.words}} --base ${{inputs.base}} --rate ${{inputs.rate}} "
            "--model ${{outputs.model}}"
        ),
        environment=Environment(image="mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04", conda_file=str(conda)),
        inputs={
            "words": Input(type="uri_file", path=str(words)),
            "base": Input(type="custom_model", path=f"{PHI}/versions/13", mode="ro_mount"),
            "rate": 2,
        },
        outputs={"model": Output(type="custom_model")},
        instance_type=SIZE,
        instance_count=1,
        distribution={"type": "PyTorch", "process_count_per_instance": 1},
        experiment_name="tests",
    )


def test_a_job_made_from_a_folder_runs_and_its_outputs_are_downloaded(
    client: Client, azure: RunningAzure, job: Client, tmp_path: Path
) -> None:
    made = client.jobs.create_or_update(job)
    ended = reach(azure, made.name)
    assert ended["status"] == "Completed", ended["error"]
    found = client.jobs.get(made.name)
    assert (found.status, found.outputs["model"].type) == ("Completed", "custom_model")
    client.jobs.download(made.name, download_path=tmp_path / "all", all=True)
    assert next(tmp_path.glob("all/named-outputs/model/**/weights.txt")).read_text() == "word word "
    assert next(tmp_path.glob("all/artifacts/**/files.txt")).read_text() == "config.json"
    assert "written" in next(tmp_path.glob("all/artifacts/**/std_log.txt")).read_text()


def test_a_model_is_registered_from_a_jobs_output(client: Client, azure: RunningAzure, job: Client) -> None:
    from azure.ai.ml.entities import Model

    made = client.jobs.create_or_update(job)
    assert reach(azure, made.name)["status"] == "Completed"
    path = f"azureml://jobs/{made.name}/outputs/model"
    model = client.models.create_or_update(Model(name="from-command", path=path, type="custom_model"))
    assert model.version == "1"
    assert model.path.endswith(f"/paths/azureml/{made.name}/model")


def test_a_job_is_canceled_and_listed(client: Client, azure: RunningAzure, job: Client) -> None:
    job.command = "sleep 600"
    made = client.jobs.create_or_update(job)
    reach(azure, made.name, "Running")
    assert made.name in [each.name for each in client.jobs.list()]
    client.jobs.begin_cancel(made.name).result()
    assert client.jobs.get(made.name).status == "Canceled"


def test_streaming_stumbles_over_datastores_without_keys_as_on_azure(
    client: Client, azure: RunningAzure, job: Client
) -> None:
    job.command = "sleep 600"  # of a job that has ended, nothing is streamed
    made = client.jobs.create_or_update(job)
    reach(azure, made.name, "Running")
    with pytest.raises(TypeError, match="EnvironmentCredential"):
        client.jobs.stream(made.name)
    client.jobs.begin_cancel(made.name).result()
