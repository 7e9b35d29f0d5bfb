"""Paths that lead elsewhere: in blob requests, in the places of code, models and data, in names and log requests."""

import json
from pathlib import Path
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_ID
from local_azure.tokens import Principal
from tests.local_azure.machinelearning.command_jobs import body, make_environment, run, upload_code
from tests.local_azure.machinelearning.online_endpoints.deploying import (
    ECHO,
    deployment_body,
    make_code,
    make_endpoint,
    upload,
)
from tests.local_azure.machinelearning.running import ARM, GROUP, PROJECT, STORAGE, OperationFailedError, RunningAzure
from tests.local_azure.security.blobs import HOST, call, make_container
from tests.local_azure.security.raw import code_of, exchange, head

ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
GUEST = Principal("5ca1ab1e-0000-4000-8000-0000000000e1", "5ca1ab1e-0000-4000-8000-0000000000e2", "guest")
BLOB_DATA_READER, READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "acdd72a7-3385-48ef-bd42-f606fba81ae7"
OUT = [
    "allowed/../forbidden/mine",
    "allowed/%2e%2e/forbidden/mine",
    "allowed/%2E./forbidden/mine",
    "allowed/..%2fforbidden%2fmine",
    "allowed/..%5cforbidden%5cmine",
    "allowed/..\\forbidden\\mine",
    "allowed/%252e%252e/forbidden/mine",
    "allowed/%252e%252e%252fforbidden%252fmine",
    "allowed%2f..%2fforbidden/mine",
    "forbidden%2fmine",
    "forbidden%5cmine",
    "forbidden%00/mine",
    "allowed/.//../forbidden/mine",
    "allowed//../../forbidden/mine",
    "/allowed/../forbidden/mine",
    "../pool001/forbidden/mine",
    "allowed/%c0%ae%c0%ae/forbidden/mine",
    "allowed/..;/forbidden/mine",
    "allowed/x/" + "../" * 50 + "forbidden/mine",
    "forbidden/mine?restype=container",
    "forbidden/mine?comp=list",
    "forbidden/mine?comp=list&comp=",
    "allowed/" + "a" * 5000,
]


@pytest.fixture(scope="module")
def guarded(attacked: RunningAzure) -> RunningAzure:
    """A local Azure where a guest may read one container of the account, and see what resources there are."""
    attacked.platform.tokens.register(GUEST)
    attacked.put(f"{ACCOUNT}/blobServices/default/containers/allowed", {"properties": {}})
    call(attacked, "PUT", "allowed/mine", b"allowed", token=attacked.token(STORAGE)).raise_for_status()
    make_container(attacked, "forbidden", {"mine": b"forbidden fruit"})
    roles = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions"
    of_guest = {"principalId": GUEST.object_id, "principalType": "ServicePrincipal"}
    for scope, role, number in (
        (f"{ACCOUNT}/blobServices/default/containers/allowed", BLOB_DATA_READER, "e3"),
        (GROUP, READER, "e4"),
    ):
        name = f"5ca1ab1e-0000-4000-8000-0000000000{number}"
        assigned = {"properties": {**of_guest, "roleDefinitionId": f"{roles}/{role}"}}
        attacked.put(f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}", assigned)
    return attacked


def test_the_guest_reads_what_it_may(guarded: RunningAzure) -> None:
    token = guarded.platform.tokens.issue(GUEST, STORAGE)
    assert call(guarded, "GET", "allowed/mine", token=token).content == b"allowed"
    assert call(guarded, "GET", "forbidden/mine", token=token).status_code == 403


@pytest.mark.parametrize("target", OUT)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_no_spelling_of_a_blobs_path_leads_out_of_the_container(
    guarded: RunningAzure, method: str, target: str
) -> None:
    token = guarded.platform.tokens.issue(GUEST, STORAGE)
    sent = head(
        method, f"/{target}", HOST, Authorization=f"Bearer {token}", x_ms_version="2024-11-04", Content_Length="0"
    )
    status, answered = exchange(guarded.directory, HOST, sent)
    assert status in (400, 403, 404), answered
    assert b"fruit" not in answered
    token = guarded.token(STORAGE)
    assert call(guarded, "GET", "forbidden/mine", token=token).content == b"forbidden fruit"


@pytest.mark.parametrize("target", [f"https://{HOST}/forbidden/mine", "http://127.0.0.1:80/x", "*", "x", "//evil/x"])
def test_a_target_in_another_form_opens_nothing(guarded: RunningAzure, target: str) -> None:
    token = guarded.platform.tokens.issue(GUEST, STORAGE)
    sent = head("GET", target, HOST, Authorization=f"Bearer {token}", x_ms_version="2024-11-04")
    status, answered = exchange(guarded.directory, HOST, sent)
    assert status in (400, 403, 404), answered
    assert b"fruit" not in answered


def test_a_jobs_output_stays_in_its_container(guarded: RunningAzure) -> None:
    uri = "azureml://datastores/workspaceblobstore/paths/../forbidden"
    outputs = {"out": {"jobOutputType": "uri_folder", "uri": uri}}
    ended = run(guarded, "writes-elsewhere", "echo planted > ${{outputs.out}}/planted", outputs=outputs)
    assert ended["status"] == "Failed"
    token = guarded.token(STORAGE)
    assert call(guarded, "GET", "forbidden/planted", token=token).status_code == 404


@pytest.mark.parametrize("uri", ["../forbidden/mine", "../../pool001/forbidden/mine", "x/../../forbidden/mine"])
def test_a_jobs_input_stays_in_its_container(guarded: RunningAzure, uri: str) -> None:
    at = f"azureml://datastores/workspaceblobstore/paths/{uri}"
    inputs = {"data": {"jobInputType": "uri_file", "uri": at}}
    ended = run(guarded, f"reads-{len(uri)}", "cat ${{inputs.data}}", inputs=inputs)
    assert ended["status"] == "Failed"


@pytest.mark.parametrize("name", ["..", "../../x", "a/b", "a\\b", "/etc/passwd", "a\nb", "a" * 300])
@pytest.mark.parametrize("kind", ["inputs", "outputs"])
def test_inputs_and_outputs_are_no_paths(guarded: RunningAzure, kind: str, name: str) -> None:
    make_environment(guarded)
    of_kind = {"inputs": {"jobInputType": "literal", "value": "x"}, "outputs": {"jobOutputType": "uri_folder"}}
    answer = guarded.call("PUT", f"{PROJECT}/jobs/named", body("true", **{kind: {name: of_kind[kind]}}))
    assert answer.status_code == 400, answer.text
    assert not (guarded.directory / "jobs" / "x").exists()


def test_what_a_code_asset_is_called_by_can_remove_no_other_endpoints_files(guarded: RunningAzure) -> None:
    others = guarded.directory / "online-endpoints" / "others"
    others.mkdir(parents=True, exist_ok=True)
    (others / "model.bin").write_text("another's")
    upload(guarded, "code/up/score.py", ECHO)
    code = f"{PROJECT}/codes/up/versions/1"
    workspace = PROJECT.replace("/providers/Microsoft.MachineLearningServices", "")
    uri = f"azureml:/{workspace}/datastores/workspaceblobstore/paths/code/up/.."
    registered = guarded.call("PUT", code, {"properties": {"codeUri": uri}})
    if registered.status_code < 300:
        endpoint = make_endpoint(guarded, "goes-up")
        with pytest.raises((OperationFailedError, Exception), match=r"lead elsewhere|400"):
            guarded.put(f"{endpoint}/deployments/blue", deployment_body(guarded, code))
    assert (others / "model.bin").read_text() == "another's"


@pytest.mark.parametrize(
    "script", ["../../../../../../../etc/hostname", "/etc/hostname", "../x/score.py", "score.py\0"]
)
def test_a_scoring_script_lies_in_its_code(guarded: RunningAzure, script: str) -> None:
    endpoint = f"{PROJECT}/onlineEndpoints/script-out"
    if guarded.call("GET", endpoint).status_code == 404:
        make_endpoint(guarded, "script-out")
    code = make_code(guarded, "script-out", ECHO)
    asked = deployment_body(guarded, code, codeConfiguration={"codeId": code, "scoringScript": script})
    answer = guarded.call("PUT", f"{endpoint}/deployments/blue", asked)
    if answer.status_code < 300:
        with pytest.raises(OperationFailedError, match=r"leads out of its folder"):
            guarded.finish(answer)
    guarded.delete(f"{endpoint}/deployments/blue")


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2fx", "a%00b", "a%5cb", "%252e%252e", "a" * 400])
@pytest.mark.parametrize("kind", ["models/{}/versions/1", "models/m/versions/{}", "jobs/{}", "codes/{}/versions/1"])
def test_no_resource_is_called_by_a_path(guarded: RunningAzure, kind: str, name: str) -> None:
    target = f"{PROJECT}/{kind.format(name)}?api-version=2025-12-01"
    content = json.dumps({"properties": {"modelUri": "azureml://datastores/workspaceblobstore/paths/x"}}).encode()
    host = ARM.removeprefix("https://")
    length = str(len(content))
    headers = {"Authorization": f"Bearer {guarded.token()}", "Content_Type": "application/json"}
    sent = head("PUT", target, host, Content_Length=length, **headers) + content
    status, answered = exchange(guarded.directory, host, sent)
    assert 400 <= status < 500, answered
    assert code_of(answered)


def test_a_log_of_another_container_or_place_is_not_shown(guarded: RunningAzure) -> None:
    endpoint = make_endpoint(guarded, "logs-elsewhere")
    code = make_code(guarded, "logs-elsewhere", ECHO)
    deployment = f"{endpoint}/deployments/blue"
    guarded.put(deployment, deployment_body(guarded, code))
    for container in ("../../credentials.json", "/etc/passwd", "InferenceServer/../x", ["InferenceServer"]):
        answer = guarded.call("POST", f"{deployment}/getLogs", {"containerType": container})
        assert answer.status_code == 400, answer.text


STEALS = """
import os, pathlib, sys, time
secret, out = sys.argv[1:]
os.symlink(secret, "outputs/stolen")
os.rmdir("logs"); os.symlink(os.path.dirname(secret), "logs")
os.rmdir(out); os.symlink(os.path.dirname(secret), out)
pathlib.Path("outputs/mine").write_text("mine")
os.mkfifo("outputs/pipe")
"""


def test_links_that_a_job_leaves_lead_the_service_nowhere(guarded: RunningAzure, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of the caller's")
    code = upload_code(guarded, "steals", {"steals.py": STEALS})
    outputs: dict[str, Any] = {"out": {"jobOutputType": "uri_folder"}}
    run(guarded, "steals", f"python steals.py {secret} ${{{{outputs.out}}}}", codeId=code, outputs=outputs)
    names = ("workspaceblobstore", "workspaceartifactstore")
    stores = [guarded.get(f"{PROJECT}/datastores/{name}")["properties"] for name in names]
    token = guarded.token(STORAGE)
    listed = "".join(
        call(guarded, "GET", f"{store['containerName']}?restype=container&comp=list", token=token).text
        for store in stores
    )
    assert "dcid.steals/outputs/mine" in listed
    assert "stolen" not in listed
    assert "secret" not in listed
    assert "pipe" not in listed
