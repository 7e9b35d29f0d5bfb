"""Command jobs from PUT to their last state: the code, what they read and leave, how they fail and are ended."""

import subprocess

import pytest

from tests.local_azure.machinelearning.command_jobs import (
    artifact,
    make_environment,
    read,
    run,
    run_data,
    submit,
    upload_code,
    write,
)
from tests.local_azure.machinelearning.fine_tuning import PHI, details, log_of, reach
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

STORE = "azureml://datastores/workspaceblobstore/paths"
SCRIPT = "import sys; print(open(sys.argv[1]).read().upper()); open(sys.argv[2] + '/result.txt', 'w').write('made')"


def state_of(pid: str) -> str:
    """Returns the letter that ps has for a process; empty where there is none."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False)
    return listed.stdout.strip()[:1]


def test_a_job_runs_its_code_on_its_inputs_and_leaves_its_outputs(azure: RunningAzure) -> None:
    code = upload_code(azure, "upper", {"script.py": SCRIPT, "more/notes.txt": "kept"})
    data = write(azure, "in/words.txt", "some words")
    ended = run(
        azure,
        "whole",
        "cat more/notes.txt && python script.py ${{inputs.words}} ${{outputs.model}} && echo ${{ inputs.rate }} "
        "> outputs/rate.txt $[[ && echo ${{inputs.absent}} ]]",
        codeId=code,
        inputs={
            "words": {"jobInputType": "uri_file", "uri": data},
            "rate": {"jobInputType": "literal", "value": "0.1"},
        },
        outputs={"model": {"jobOutputType": "custom_model"}},
    )
    assert ended["status"] == "Completed", ended["error"]
    assert "keptSOME WORDS" in log_of(azure, ended)
    assert read(azure, "azureml/whole/model/result.txt") == b"made"
    assert artifact(azure, "whole", "outputs/rate.txt") == "0.1\n"
    outputs = azure.get(f"{PROJECT}/jobs/whole")["properties"]["outputs"]
    assert outputs["model"]["uri"] == f"{STORE}/azureml/whole/model/"
    assert outputs["default"]["uri"] == "azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.whole"
    assert not list((azure.directory / "jobs").glob("whole-*/run"))


def test_folders_models_and_uris_reach_the_command_in_their_modes(azure: RunningAzure) -> None:
    write(azure, "folder/a/1.txt", "one")
    folder = f"{STORE}/folder/"
    write(azure, "folder/a/2.txt", "two")
    ended = run(
        azure,
        "modes",
        "ls ${{inputs.folder}}/a ${{inputs.base}}; echo [${{inputs.direct}}]; echo x > ${{outputs.file}}",
        inputs={
            "folder": {"jobInputType": "uri_folder", "uri": folder, "mode": "Download"},
            "base": {"jobInputType": "custom_model", "uri": f"{PHI}/versions/13", "mode": "ReadOnlyMount"},
            "direct": {"jobInputType": "uri_folder", "uri": folder, "mode": "Direct"},
        },
        outputs={"file": {"jobOutputType": "uri_file", "uri": f"{STORE}/made/file.txt", "mode": "Upload"}},
    )
    assert ended["status"] == "Completed", ended["error"]
    log = log_of(azure, ended)
    assert "1.txt\n2.txt" in log
    assert "config.json" in log
    assert f"[{folder}]" in log
    assert read(azure, "made/file.txt") == b"x\n"


def test_a_command_sees_what_real_jobs_see_and_nothing_of_the_callers(
    azure: RunningAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "not for jobs")
    ended = run(azure, "sees", "env", environmentVariables={"MINE": "yes", "AZUREML_RUN_ID": "another"})
    log = log_of(azure, ended)
    assert "MINE=yes\n" in log
    assert "AZUREML_RUN_ID=sees\n" in log
    assert f"AZUREML_ARM_WORKSPACE_NAME={PROJECT.rsplit('/', 1)[-1]}\n" in log
    assert "MLFLOW_TRACKING_URI=azureml://eastus2.api.azureml.ms/mlflow/v1.0/" in log
    assert "not for jobs" not in log


def test_a_command_that_fails_fails_the_job_with_the_last_lines_of_its_log(azure: RunningAzure) -> None:
    ended = run(
        azure,
        "fails-command",
        "echo started > ${{outputs.kept}}/started; echo the reason >&2; exit 3",
        outputs={"kept": {"jobOutputType": "uri_folder"}, "never": {"jobOutputType": "uri_folder", "mode": "Upload"}},
    )
    assert ended["status"] == "Failed"
    error = ended["error"]["error"]
    assert error["code"] == "UserError"
    assert "exited with status code 3" in error["message"]
    assert error["message"].endswith("the reason")
    assert read(azure, "azureml/fails-command/kept/started") == b"started\n"


@pytest.mark.parametrize("entry", ["-e ./code", "-r more.txt", "--index-url https://example.com", "a @ file:///tmp/a"])
def test_an_environment_that_wants_more_than_packages_fails_the_job(azure: RunningAzure, entry: str) -> None:
    name = f"greedy-{abs(hash(entry)):x}"
    environment = make_environment(azure, name, f"dependencies: [{{pip: [{entry!r}]}}]")
    ended = run(azure, name, "true", environmentId=environment)
    error = ended["error"]["error"]
    assert (ended["status"], error["code"]) == ("Failed", "ImageBuildFailure")
    assert entry in error["message"]
    assert not list((azure.directory / "jobs").glob(f"{name}-*/run"))


def test_a_job_is_canceled_with_all_that_it_has_started(azure: RunningAzure) -> None:
    submit(azure, "endless-command", "sleep 600 & echo $! up; wait")
    reach(azure, "endless-command", "Running")
    running = azure.poll(
        lambda: details(azure, "endless-command"),
        lambda run: "user_logs/std_log.txt" in run["logFiles"] and "up" in log_of(azure, run),
    )
    assert "system_logs/lifecycler/lifecycler.log" in running["logFiles"]
    azure.finish(azure.call("POST", f"{PROJECT}/jobs/endless-command/cancel"))
    assert details(azure, "endless-command")["status"] == "Canceled"
    child = log_of(azure, running).split()[0]
    # Killed by now, but on a busy machine it goes when its turn comes.
    azure.poll(lambda: state_of(child), lambda state: state in ("", "Z"))
    assert not list((azure.directory / "jobs").glob("endless-command-*/run"))


def test_a_job_that_exceeds_its_time_is_canceled(azure: RunningAzure) -> None:
    ended = run(azure, "late", "sleep 600", limits={"jobLimitsType": "Command", "timeout": "PT1S"})
    assert ended["status"] == "Canceled"
    assert "limit of 1 seconds" in ended["error"]["error"]["message"]


def test_what_a_job_writes_lies_on_storage_while_it_runs(azure: RunningAzure) -> None:
    submit(
        azure,
        "flushes",
        "cd ${{outputs.checkpoints}}; echo one > 1; until [ -e gone ]; do sleep 0.1; done; rm 1; sleep 600",
        outputs={"checkpoints": {"jobOutputType": "uri_folder", "uri": f"{STORE}/runs/flushes"}},
    )
    azure.poll(lambda: read(azure, "runs/flushes/1"), lambda found: found == b"one\n")
    next((azure.directory / "jobs").glob("flushes-*/run/outputs/checkpoints")).joinpath("gone").touch()
    azure.poll(lambda: read(azure, "runs/flushes/1"), lambda found: found is None)
    assert details(azure, "flushes")["status"] == "Running"
    azure.finish(azure.call("POST", f"{PROJECT}/jobs/flushes/cancel"))


def test_a_new_job_at_the_same_path_goes_on_from_what_is_there(azure: RunningAzure) -> None:
    outputs = {"checkpoints": {"jobOutputType": "uri_folder", "uri": f"{STORE}/runs/again"}}
    command = "ls ${{outputs.checkpoints}}; touch ${{outputs.checkpoints}}/$AZUREML_RUN_ID"
    run(azure, "again-1", command, outputs=outputs)
    assert "again-1" in log_of(azure, run(azure, "again-2", command, outputs=outputs))


def test_the_outputs_of_a_run_are_named_and_found(azure: RunningAzure) -> None:
    run(azure, "named", "touch ${{outputs.m}}/a", outputs={"m": {"jobOutputType": "custom_model"}})
    outputs = run_data(azure, "named")
    assert outputs["m"]["type"] == "uri_folder"
    url = f"https://eastus2.api.azureml.ms/data/v1.0{PROJECT}/dataversion/batchGetResolvedUris"
    asked = [outputs["m"]["assetId"], outputs["default"]["assetId"]]
    found = azure.call("POST", url, {"values": asked}).raise_for_status().json()["values"]
    assert found[asked[0]]["uri"] == f"{STORE}/azureml/named/m/"
    assert found[asked[1]]["uri"] == "azureml://datastores/workspaceartifactstore/paths/ExperimentRun/dcid.named/"
