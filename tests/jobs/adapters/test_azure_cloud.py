"""The ports spoken to the local Azure, with Azure's own clients."""

from pathlib import Path

import pytest

from jobs.adapters import blob_documents
from jobs.adapters.azure_cloud import AzureCloud, azure_cloud
from jobs.domain.chat import Message
from jobs.domain.endpoint import EndpointSpec, endpoint_name
from jobs.domain.errors import CloudError, UsageError
from jobs.domain.run_states import JobState
from jobs.services.run import RunResult, run
from tests.jobs.adapters.conftest import STACK
from tests.jobs.requests import request, shipped_recipe

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.filterwarnings("ignore"),  # of azure-ai-ml's own dependencies, as it is imported
]


@pytest.fixture(scope="module")
def result(cloud: AzureCloud) -> RunResult:
    """The shipped recipe, run; the program that stands in for training keeps no style, so no margin is asked for."""
    return run(cloud, request(shipped_recipe("style_margin=0", "safety_probes=false")))


def test_a_recipe_runs_to_its_end(result: RunResult) -> None:
    assert result.progress.state is JobState.COMPLETED
    assert result.progress.losses
    assert result.progress.times.submitted is not None
    assert result.progress.times.started is not None
    assert len(result.evaluated.pairs) == 24
    assert result.evaluated.pairs[0].base.model == "quick"
    assert result.verdict.passed


def test_a_second_run_finds_everything(cloud: AzureCloud, result: RunResult) -> None:
    said: list[str] = []
    again = run(cloud, request(shipped_recipe("style_margin=0", "safety_probes=false"), said=said))
    assert again.job == result.job
    assert again.endpoints == result.endpoints
    assert [line for line in said if "already there" in line or "before" in line] == [
        "train: 240 rows, already there",
        "validation: 32 rows, already there",
        f"job {result.job} found, handed in before",
        "24 questions: answered before",
    ]


def test_jobs_are_listed_with_their_tags(cloud: AzureCloud, result: RunResult) -> None:
    job = next(job for job in cloud.jobs.list() if job.name == result.job)
    assert (job.state, job.tuned_model) == (JobState.COMPLETED, "xbox-support")
    assert job.tags is not None
    assert job.tags["owner"] == "somebody"
    assert job.tags["data-sha256"] == result.prepared.sha256


def test_a_job_that_is_not_there_is_none(cloud: AzureCloud) -> None:
    assert cloud.jobs.get("nowhere") is None
    assert cloud.models.made_by("nowhere", "nothing") is None


def test_the_log_ends_with_its_last_lines(cloud: AzureCloud, result: RunResult) -> None:
    assert "Registered model" in cloud.runs.log_tail(result.job, 1)[0]


def test_endpoints_take_entra_tokens_and_screen_content(cloud: AzureCloud, result: RunResult) -> None:
    served = {one.name: one for one in cloud.endpoints.list()}
    assert served[result.endpoints.tuned.name].content_safety
    assert served[result.endpoints.tuned.name].tags["job"] == result.job
    answer = cloud.chat.complete(
        result.endpoints.tuned, [Message(role="user", content="Hello?")], max_tokens=20, temperature=0
    )
    assert answer.text


def test_an_endpoint_is_taken_out_of_service_and_put_back(cloud: AzureCloud, result: RunResult) -> None:
    tuned = result.endpoints.tuned
    cloud.endpoints.delete(tuned.name)
    cloud.endpoints.delete(tuned.name)
    assert tuned.name not in {one.name for one in cloud.endpoints.list()}
    assert run(cloud, request(shipped_recipe("style_margin=0", "safety_probes=false"))).endpoints.tuned.uri == tuned.uri


def test_a_model_that_azure_does_not_know_cannot_be_served(cloud: AzureCloud) -> None:
    model = "azureml://registries/azureml/models/No-such-model"
    spec = EndpointSpec(endpoint_name("none", STACK.workspace_path, model), "eastus2", model, True, {})
    with pytest.raises(CloudError, match="No-such-model"):
        cloud.endpoints.create(spec)


def test_a_file_is_uploaded_once_and_in_blocks(
    cloud: AzureCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_documents, "BLOCK_BYTES", 1000)
    file = tmp_path / "big.bin"
    file.write_bytes(bytes(range(256)) * 10)
    assert cloud.files.upload("tests/big.bin", file)
    assert not cloud.files.upload("tests/big.bin", file)
    assert cloud.datastore.read("tests/big.bin") == file.read_bytes()
    assert cloud.datastore.download("tests/big.bin", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == file.read_bytes()
    assert not cloud.datastore.download("tests/no-such.bin", tmp_path / "none.bin")


def test_an_interrupted_upload_goes_on_with_the_next_block(
    cloud: AzureCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from azure.storage.blob import BlobClient

    monkeypatch.setattr(blob_documents, "BLOCK_BYTES", 1000)
    file = tmp_path / "big.bin"
    file.write_bytes(bytes(range(250)) * 20)
    sent, real = [], BlobClient.stage_block

    def stage(blob: BlobClient, block: str, content: bytes, **options: object) -> object:
        if len(sent) == 2:
            sent.append("cut")
            raise KeyboardInterrupt
        sent.append(block)
        return real(blob, block, content, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(BlobClient, "stage_block", stage)
    with pytest.raises(KeyboardInterrupt):
        cloud.files.upload("tests/cut.bin", file)
    assert cloud.files.upload("tests/cut.bin", file)
    assert sent == ["00000000", "00000001", "cut", "00000002", "00000003", "00000004"]
    assert cloud.datastore.read("tests/cut.bin") == file.read_bytes()


def test_small_files_are_written_over(cloud: AzureCloud) -> None:
    assert cloud.datastore.read("tests/none.json") is None
    cloud.datastore.write("tests/note.json", b"1")
    cloud.datastore.write("tests/note.json", b"2")
    assert cloud.datastore.read("tests/note.json") == b"2"


def test_an_environment_of_another_subscription_is_refused(
    at_local_azure: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", "another")
    with pytest.raises(UsageError, match="ARM_SUBSCRIPTION_ID is another"):
        azure_cloud(STACK)


def test_a_token_of_another_tenant_is_refused(at_local_azure: None) -> None:
    elsewhere = azure_cloud(STACK.model_copy(update={"tenant_id": "another-tenant"}))
    with pytest.raises(UsageError, match="the stack of another-tenant"):
        elsewhere.jobs.get("any")
