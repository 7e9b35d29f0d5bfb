"""The project's own script as a command job, on tiny random weights: in one process, in two, and after its nodes go."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.adapters.command.environment import IMAGE, conda_file
from local_azure.machine import default_compute
from tests import prepared
from tests.local_azure.machinelearning.command_jobs import read, upload_code
from tests.local_azure.machinelearning.fine_tuning import ENDED, PHI, details, mlflow, upload_rows
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure, make_project

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[4]
TRAINING = ROOT / "jobs" / "training"
ENVIRONMENT = f"{PROJECT}/environments/training/versions/1"
COMMAND = (
    "python fine_tune.py --model ${{inputs.model}} --train ${{inputs.train}} --validation ${{inputs.validation}} "
    "--output ${{outputs.model}} --checkpoints ${{outputs.checkpoints}} --resume auto --epochs 2 --batch-size 2"
)


@pytest.fixture(scope="module")
def real_azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    prepared.training_python()
    with RunningAzure(tmp_path_factory.mktemp("azure"), ROOT, default_compute) as running:
        make_project(running)
        yield running


def job(azure: RunningAzure, name: str, **properties: object) -> dict[str, object]:
    lock = (TRAINING / "requirements.lock").read_text(encoding="utf-8")
    azure.put(ENVIRONMENT, {"properties": {"image": IMAGE, "condaFile": conda_file(lock)}})
    files = {file.name: file.read_text(encoding="utf-8") for file in TRAINING.glob("*.py")}
    train, validation = upload_rows(azure, "train.jsonl", 24), upload_rows(azure, "validation.jsonl", 4)
    return {
        "jobType": "Command",
        "command": COMMAND,
        "codeId": upload_code(azure, f"training-{name}", files),
        "environmentId": ENVIRONMENT,
        "inputs": {
            "model": {"jobInputType": "custom_model", "uri": f"{PHI}/versions/13"},
            "train": {"jobInputType": "uri_file", "uri": train},
            "validation": {"jobInputType": "uri_file", "uri": validation},
        },
        "outputs": {
            "model": {"jobOutputType": "custom_model"},
            "checkpoints": {
                "jobOutputType": "uri_folder",
                "uri": f"azureml://datastores/workspaceblobstore/paths/checkpoints/{name}",
            },
        },
        "resources": {"instanceType": "Standard_E4s_v3", "instanceCount": 1},
        **properties,
    }


@pytest.mark.parametrize("processes", [1, 2])
def test_the_script_trains_and_reports(real_azure: RunningAzure, processes: int) -> None:
    azure, name = real_azure, f"trains-{processes}"
    distribution = {"distributionType": "PyTorch", "processCountPerInstance": processes}
    body = job(azure, name, distribution=distribution) if processes > 1 else job(azure, name)
    azure.call("PUT", f"{PROJECT}/jobs/{name}", {"properties": body}).raise_for_status()
    run = azure.poll(lambda: details(azure, name), lambda run: run["status"] in ENDED, 600)
    log = next((azure.directory / "jobs").glob(f"{name}-*/user_logs/*")).read_text()
    assert run["status"] == "Completed", f"{run['error']}\n{log}"
    assert read(azure, f"azureml/{name}/model/adapter/adapter_config.json") is not None
    losses = mlflow(azure, "metrics/get-history", run_id=name, metric_key="eval_loss")["metrics"]
    assert losses[-1]["value"] < losses[0]["value"]
