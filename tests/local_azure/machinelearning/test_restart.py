"""What survives a restart of the local Azure: a running job goes on from its checkpoint, endpoints answer again."""

import json
import os
from collections.abc import Callable

from tests.local_azure.machinelearning.fine_tuning import PHI, details, log_of, mlflow, reach, submit
from tests.local_azure.machinelearning.running import ML, PROJECT, RunningAzure, make_project


def test_jobs_and_endpoints_survive_a_restart(start: Callable[[], RunningAzure]) -> None:
    endpoint = {"authMode": "AAD", "modelSettings": {"modelId": PHI}}
    with start() as azure:
        make_project(azure)
        azure.put(f"{PROJECT}/serverlessEndpoints/base", {"location": "eastus2", "properties": endpoint})
        submit(azure, "interrupted", test="wait once")
        azure.poll(lambda: details(azure, "interrupted"), lambda run: run["parameters"].get("max_steps") == "2")
        folder = next((azure.directory / "jobs").iterdir())
        submit(azure, "behind")
        reach(azure, "behind", "Queued")
    trainer = int((folder / "process.pid").read_text())
    assert not _runs(trainer)
    with start() as azure:
        run = reach(azure, "interrupted", "Completed")
        assert run["status"] == "Completed"
        assert "The service stops; the job goes on later." in log_of(azure, run)
        assert json.loads((folder / "output" / "summary.json").read_text())["beginnings"] == 2
        history = mlflow(azure, "metrics/get-history", run_id="interrupted", metric_key="loss")["metrics"]
        assert [point["step"] for point in history] == [1, 2]
        assert reach(azure, "behind", "Completed")["status"] == "Completed"
        body = {"messages": [{"role": "user", "content": "Hello again"}]}
        url = "https://base.eastus2.models.ai.azure.com/chat/completions"
        assert azure.call("POST", url, body, audience=ML).json()["model"] == "quick"


def test_deleting_the_group_ends_jobs_and_endpoints(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        endpoint = {"authMode": "AAD", "modelSettings": {"modelId": PHI}}
        azure.put(f"{PROJECT}/serverlessEndpoints/base", {"location": "eastus2", "properties": endpoint})
        submit(azure, "unfinished", test="wait")
        # It is running before its process has been noted, and that is noted before its metrics are read.
        azure.poll(lambda: details(azure, "unfinished"), lambda run: run["parameters"].get("max_steps") == "2")
        folder = next((azure.directory / "jobs").iterdir())
        programs = [int((place / "process.pid").read_text()) for place in (folder, azure.directory / "model-server")]
        azure.delete(PROJECT.split("/providers")[0])
        assert not any(_runs(program) for program in programs)
        assert not folder.exists()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
