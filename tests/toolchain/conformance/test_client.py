"""A client is a folder with commands, pinned requirements and a lock; its result says which commands failed and why."""

import json

import pytest

from local_azure.calls.operation import Operation
from toolchain.conformance.client import CLIENTS, Client, ClientResult, Failure, clients, read_result


def test_every_client_has_commands_and_the_environment_that_its_requirements_name() -> None:
    for client in clients():
        folder = CLIENTS / client.folder
        assert (folder / "commands.py").is_file()
        wanted = [line for line in (folder / "requirements.in").read_text().splitlines() if "==" in line]
        locked = (folder / "requirements.lock").read_text()
        assert wanted
        assert all(f"{line} \\" in locked for line in wanted), client.folder
        assert "--hash=sha256:" in locked


def test_the_clients_are_those_that_users_of_azure_have() -> None:
    names = {client.distribution for client in clients()}
    assert names >= {"azure-cli", "azure-ai-ml", "openai", "azure-identity", "azure-storage-blob"}
    assert names >= {"azure-keyvault-secrets", "azureml-mlflow"}
    managed = {"resource", "authorization", "storage", "keyvault", "cognitiveservices", "containerregistry", "msi"}
    managed |= {"quota", "monitor", "network", "machinelearningservices", "applicationinsights", "consumption"}
    assert names >= {f"azure-mgmt-{each}" for each in managed}


def test_azure_cli_has_at_least_sixty_commands() -> None:
    listed = (CLIENTS / "azure_cli" / "commands.yaml").read_text()
    assert listed.count("- az: ") >= 60


def test_a_result_counts_commands_and_keeps_what_failed() -> None:
    lines = [{"version": "1.2"}, {"command": "a", "error": None}, {"command": "b", "error": "ValueError: no"}]
    result = read_result("some-client", map(json.dumps, lines))
    assert result == ClientResult("some-client", "1.2", 2, (Failure("b", "ValueError: no"),))
    assert result.document() == {
        "name": "some-client",
        "version": "1.2",
        "commands": 2,
        "passed": 1,
        "failed": [{"command": "b", "error": "ValueError: no"}],
        "left_out": [],
    }


def call(operation: str, answered: str = "2xx") -> dict[str, str]:
    return {"service": "some", "method": "GET", "operation": operation, "api_version": "1", "answered": answered}


def test_only_what_answered_with_success_in_a_command_that_passed_is_verified() -> None:
    lines = [
        {"version": "1.2"},
        {"command": "a", "error": None, "calls": [call("/done"), call("/absent", "4xx")]},
        {"command": "b", "error": "no", "calls": [call("/answered wrongly")]},
    ]
    assert read_result("some-client", map(json.dumps, lines)).verified == {Operation("some", "GET", "/done")}


@pytest.mark.parametrize("lines", [[], ['{"command": "a", "error": null}'], ["Traceback"]])
def test_a_program_that_did_not_start_is_no_result(lines: list[str]) -> None:
    with pytest.raises(ValueError, match=r"version|JSON|Expecting"):
        read_result("some-client", lines)


def test_an_environment_is_the_clients_own() -> None:
    folders = {Client(name).environment().folder for name in ("azure_cli", "openai")}
    assert folders == {".tunestack/conformance/azure_cli", ".tunestack/conformance/openai"}
