"""Jobs that crash, are cancelled or are left alone, on the local Azure."""

import json
from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud
from jobs.domain.errors import CloudError, InterruptedRunError
from jobs.domain.job import PreparedData
from jobs.domain.progress import Progress
from jobs.domain.run_states import JobState
from jobs.services.submit import Origin, find_job, submit
from jobs.services.watch import watch
from tests.jobs.requests import shipped_recipe

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.filterwarnings("ignore"),  # of azure-ai-ml's own dependencies, as it is imported
]


def job(cloud: AzureCloud, folder: Path, behaviour: str) -> tuple[str, PreparedData]:
    """Hands in a job whose program does as its first row says."""
    file = folder / f"{behaviour}.jsonl"
    file.write_text(json.dumps({"messages": [], "test": behaviour}) + "\n")
    cloud.files.upload(f"tests/{file.name}", file)
    uri = cloud.files.uri(f"tests/{file.name}")
    data = PreparedData(uri, uri, f"{behaviour:0>64}", 1, 1)
    name, new = submit(cloud, shipped_recipe(), data, Origin("phi3-test"), list[str]().append)
    assert new
    return name, data


def test_a_crashed_trainer_is_reported_with_the_last_lines_of_its_log(cloud: AzureCloud, tmp_path: Path) -> None:
    name, data = job(cloud, tmp_path, "crash")
    with pytest.raises(CloudError, match=f"job {name} failed") as failed:
        watch(cloud, name, "phi3-test", lambda _seen, _now: None)
    assert "ValueError: the rows are no good" in str(failed.value)
    assert cloud.models.made_by(name, "xbox-support") is None
    assert find_job(cloud.jobs, shipped_recipe(), data) is None, "a new one may be handed in"


def test_a_job_that_is_left_alone_goes_on_and_can_be_cancelled(cloud: AzureCloud, tmp_path: Path) -> None:
    name, _ = job(cloud, tmp_path, "wait")

    def interrupt(seen: Progress, _now: object) -> None:
        if seen.state is JobState.RUNNING and seen.step == 2:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError, match=f"job {name} goes on"):
        watch(cloud, name, "phi3-test", interrupt)
    assert cloud.runs.details(name).state is JobState.RUNNING
    cloud.jobs.cancel(name)
    with pytest.raises(CloudError, match="was cancelled"):
        watch(cloud, name, "phi3-test", lambda _seen, _now: None)


def test_a_job_that_has_ended_cannot_be_cancelled_any_more(cloud: AzureCloud, tmp_path: Path) -> None:
    name, _ = job(cloud, tmp_path, "go")
    watch(cloud, name, "phi3-test", lambda _seen, _now: None)
    with pytest.raises(CloudError, match="can't be canceled any more"):
        cloud.jobs.cancel(name)
