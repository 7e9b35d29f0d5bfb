"""What is asked of Azure when a recipe is tuned by our own script."""

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from jobs.adapters.command.code_assets import CodeAssets
from jobs.adapters.command.environment import LOCK, conda_file, environment_id
from jobs.adapters.command.jobs import SCRIPT, CommandJobs
from jobs.adapters.registry import RegistryModel
from jobs.domain.errors import QuotaError, UsageError
from jobs.domain.recipe import CommandTuning, ServerlessTuning
from tests.jobs.adapters.command.requests import spec
from tests.jobs.adapters.command.workspace_in_memory import MemoryRest, workspace_in_memory

BASE = RegistryModel("azureml://registries/azureml/models/Phi-3-mini-4k-instruct/versions/13", "mlflow_model")


def submitted(tuning: CommandTuning | None = None, checkpoints: str = "") -> dict[str, object]:
    jobs, rest = command_jobs()
    jobs.submit(spec(tuning, checkpoints))
    properties: dict[str, object] = rest.resources["/jobs/style-0123456789ab"]["properties"]
    return properties


def command_jobs() -> tuple[CommandJobs, MemoryRest]:
    workspace, rest, datastore, _ = workspace_in_memory()
    return CommandJobs(workspace, datastore, lambda _: BASE), rest


def test_a_job_runs_the_script_in_its_environment_on_the_cluster_as_its_identity() -> None:
    job = submitted()
    assert re.search(r"/codes/tunestack-training/versions/[0-9a-f]{12}$", str(job["codeId"]))
    assert re.search(r"/environments/tunestack-training/versions/[0-9a-f]{12}$", str(job["environmentId"]))
    assert str(job["computeId"]).endswith("/workspaces/workspace-test/computes/gpu-cluster")
    assert job["identity"] == {"identityType": "Managed", "clientId": "5ca1ab1e-0000-4000-8000-000000000003"}
    assert job["limits"] == {"jobLimitsType": "Command", "timeout": "PT24H"}
    assert job["tags"] == {"owner": "somebody", "recipe": "style", "tuned-model": "style-tuned"}


def test_the_base_is_mounted_from_the_registry_as_what_it_is_there() -> None:
    inputs = submitted()["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["model"] == {"jobInputType": BASE.type, "uri": BASE.id, "mode": "ReadOnlyMount"}


def test_every_flag_of_the_command_is_one_that_the_script_takes() -> None:
    arguments = (SCRIPT / "arguments.py").read_text(encoding="utf-8")
    for tuning in (CommandTuning(method="command"), CommandTuning(method="command", objective="dpo", loss="ipo")):
        for flag in re.findall(r"(--[a-z-]+)", str(submitted(tuning)["command"])):
            assert f'"{flag}"' in arguments, flag


def test_hyperparameters_reach_the_command_line() -> None:
    tuning = CommandTuning(method="command", optimizer="adafactor", epochs=2, learning_rate=0.000005, lora_rank=4)
    command = str(submitted(tuning)["command"])
    for part in ("--optimizer adafactor", "--epochs 2", "--learning-rate 0.000005", "--lora-rank 4", "--resume auto"):
        assert part in command
    assert "--beta" not in command


def test_head_objective_and_loss_reach_the_command_line() -> None:
    labels = str(submitted(CommandTuning(method="command", task="classification", loss="label-smoothing"))["command"])
    assert "--task classification --method sft --loss label-smoothing " in labels
    pairs = str(submitted(CommandTuning(method="command", objective="dpo", beta=0.2))["command"])
    assert "--task chat --method dpo " in pairs
    assert "--beta 0.2 " in pairs
    assert "--loss" not in pairs


def test_a_learning_rate_reaches_the_command_line_however_small_it_is() -> None:
    command = str(submitted(CommandTuning(method="command", learning_rate=1e-12))["command"])
    assert "--learning-rate 0.000000000001 " in command


def test_what_a_recipe_says_is_one_word_to_the_jobs_shell() -> None:
    jobs, rest = command_jobs()
    jobs.submit(replace(spec(), model="Phi 3; touch ran"))
    command = rest.resources["/jobs/style-0123456789ab"]["properties"]["command"]
    assert "Phi 3; touch ran" in shlex.split(command)


def test_processes_are_distributed_over_nodes_and_gpus() -> None:
    job = submitted(CommandTuning(method="command", nodes=2))
    assert job["resources"] == {"instanceCount": 2}
    assert job["distribution"] == {"distributionType": "PyTorch", "processCountPerInstance": 4}
    alone = submitted(CommandTuning(method="command", nodes=1, processes_per_node=1))
    assert "distribution" not in alone


def test_attempts_share_their_checkpoints() -> None:
    outputs = submitted(checkpoints="style-first")["outputs"]
    assert isinstance(outputs, dict)
    assert outputs["checkpoints"]["uri"] == "azureml://datastores/default/paths/tunestack/checkpoints/style-first"
    alone = submitted()["outputs"]
    assert isinstance(alone, dict)
    assert alone["checkpoints"]["uri"].endswith("/style-0123456789ab")


def test_several_nodes_with_quota_for_fewer_are_refused_before_anything_is_uploaded() -> None:
    jobs, rest = command_jobs()
    with pytest.raises(QuotaError, match="3 nodes are asked for, cluster gpu-cluster has 2") as refused:
        jobs.submit(spec(CommandTuning(method="command", nodes=3)))
    assert refused.value.exit_code == 5
    assert rest.calls == []


def test_more_processes_than_gpus_are_refused() -> None:
    jobs, _ = command_jobs()
    with pytest.raises(UsageError, match="8 processes on a node with 4 GPUs"):
        jobs.submit(spec(CommandTuning(method="command", processes_per_node=8)))


def test_another_methods_hyperparameters_are_refused() -> None:
    jobs, _ = command_jobs()
    with pytest.raises(UsageError, match="a command job can't do what the method serverless does"):
        jobs.submit(spec(ServerlessTuning(method="serverless")))  # type: ignore[arg-type]


def test_only_jobs_of_recipes_are_listed_newest_first() -> None:
    jobs, rest = command_jobs()
    for name, day, tags in (("old", 1, {"recipe": "style"}), ("new", 2, {"recipe": "style"}), ("other", 3, {})):
        properties = {"jobType": "Command", "status": "Completed", "tags": tags}
        there = {"name": name, "properties": properties, "systemData": {"createdAt": f"2026-11-0{day}T00:00:00+00:00"}}
        rest.resources[f"/jobs/{name}"] = there
    assert [job.name for job in jobs.list()] == ["new", "old"]


def test_pausing_is_refused_with_what_can_be_done_instead() -> None:
    jobs, _ = command_jobs()
    with pytest.raises(UsageError, match="can't be paused") as refused:
        jobs.pause("style-1")
    assert "runs cancel style-1" in refused.value.fix


def test_code_is_uploaded_once_for_each_content(tmp_path: Path) -> None:
    workspace, rest, datastore, files = workspace_in_memory()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "left.pyc").write_bytes(b"old")
    (tmp_path / "script.py").write_text("print(1)")
    code = CodeAssets(workspace, datastore)
    first = code.register("code", tmp_path)
    assert [path.rpartition("/")[2] for path in files.files] == ["script.py"]
    files.files.clear()
    assert code.register("code", tmp_path) == first
    assert not files.files
    (tmp_path / "script.py").write_text("print(2)")
    assert code.register("code", tmp_path) != first
    assert len([call for call in rest.calls if call.startswith("PUT /codes/")]) == 2


def test_the_environment_pins_what_the_lock_pins_and_is_made_once() -> None:
    workspace, rest, _, _ = workspace_in_memory()
    lock = LOCK.read_text(encoding="utf-8")
    pip = yaml.safe_load(conda_file(lock))["dependencies"][2]["pip"]
    torch = next(line for line in lock.splitlines() if line.startswith("torch=="))
    assert torch.rstrip("\\ ") in pip
    assert len(pip) == 1 + len([line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)])
    assert environment_id(workspace) == environment_id(workspace)
    assert len(rest.calls) == 1
