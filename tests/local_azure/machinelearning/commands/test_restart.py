"""What becomes of command jobs when the local Azure is started again: they begin again with what they have written."""

from collections.abc import Callable

from tests.local_azure.machinelearning.command_jobs import read, submit
from tests.local_azure.machinelearning.fine_tuning import reach
from tests.local_azure.machinelearning.running import RunningAzure, make_project

OUTPUTS = {"kept": {"jobOutputType": "uri_folder"}}
COMMAND = "cd ${{outputs.kept}}; [ -e begun ] && exec touch resumed; touch begun; exec sleep 600"


def test_a_job_goes_on_after_a_restart_with_all_that_it_had_written(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        submit(azure, "interrupted", COMMAND, outputs=OUTPUTS)
        azure.poll(lambda: read(azure, "azureml/interrupted/kept/begun"), lambda found: found is not None)
        submit(azure, "behind", "true")
        reach(azure, "behind", "Queued")
        kept = next((azure.directory / "jobs").glob("interrupted-*")) / "run" / "outputs" / "kept"
    # As when the machine goes down before the last change is written back.
    (kept / "late").touch()
    with start() as azure:
        assert reach(azure, "interrupted", "Completed")["status"] == "Completed"
        assert read(azure, "azureml/interrupted/kept/resumed") is not None
        assert read(azure, "azureml/interrupted/kept/late") is not None
        assert reach(azure, "behind", "Completed")["status"] == "Completed"
