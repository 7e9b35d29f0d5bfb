"""Clients run against one local Azure each in its own environment; one that breaks off counts as a failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local_azure.calls.operation import Operation
from operations.programs import Programs
from toolchain.conformance import run_clients as module
from toolchain.conformance.client import Client
from toolchain.conformance.run_clients import ClientEnvironmentError, run_clients


@pytest.fixture
def anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No local Azure and no environments: `python` of each client is a script that the test writes."""

    @contextmanager
    def against_nothing(root: Path, _folder: Path) -> Iterator[Programs]:
        yield Programs(root, {})

    monkeypatch.setattr(module, "recording_local_azure", against_nothing)
    monkeypatch.setattr(module, "make_parts", lambda _parts, _root, _machine: 0)
    return tmp_path


def _python(root: Path, client: Client, script: str) -> None:
    python = root / client.environment().folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def test_each_client_is_run_by_its_own_python_and_told_of(anywhere: Path) -> None:
    chosen, told = [Client("openai"), Client("azure_identity")], list[str]()
    _python(anywhere, chosen[0], """echo '{"version": "3"}'; echo '{"command": "a", "error": null}'""")
    _python(anywhere, chosen[1], """echo '{"version": "1"}'; echo '{"command": "b", "error": "no"}'""")
    results = list(run_clients(anywhere, anywhere / "azure", chosen, told.append))
    assert [(each.name, each.commands, len(each.failed)) for each in results] == [
        ("openai", 1, 0),
        ("azure-identity", 1, 1),
    ]
    assert told == ["openai 3: 1 of 1 commands", "azure-identity 1: 0 of 1 commands", "  FAILED b: no"]


def test_a_program_that_breaks_off_is_a_failure_after_what_it_did(anywhere: Path) -> None:
    client = Client("openai")
    _python(anywhere, client, """echo '{"version": "3"}'; echo '{"command": "a", "error": null}'; exit 7""")
    (result,) = run_clients(anywhere, anywhere / "azure", [client], lambda _line: None)
    assert (result.commands, [each.error for each in result.failed]) == (2, ["ended with exit code 7 after 1 commands"])


def test_a_client_is_told_where_its_calls_are_recorded(anywhere: Path) -> None:
    client, azure = Client("openai"), anywhere / "azure"
    call = '{\\"service\\": \\"some\\", \\"method\\": \\"GET\\", \\"operation\\": \\"$CONFORMANCE_CALLS\\", '
    call += '\\"answered\\": \\"2xx\\"}'
    script = (
        f"""echo '{{"version": "3"}}'; echo "{{\\"command\\": \\"a\\", \\"error\\": null, \\"calls\\": [{call}]}}" """
    )
    _python(anywhere, client, script)
    (result,) = run_clients(anywhere, azure, [client], lambda _line: None)
    assert result.verified == {Operation("some", "GET", str(azure / "calls.jsonl"))}


def test_without_an_environment_no_client_runs(anywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "make_parts", lambda _parts, _root, _machine: 2)
    with pytest.raises(ClientEnvironmentError):
        list(run_clients(anywhere, anywhere / "azure", [Client("openai")], lambda _line: None))
