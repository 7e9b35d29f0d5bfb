"""What becomes of requests that a rule hits: refused, cut off, done but never answered, or late."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from local_azure.command_line.main import main
from local_azure.faults.rules import Faults, Rule, keep_faults
from tests.local_azure.running import LocalAzure, group_id


@pytest.fixture
def azure(local_azure: LocalAzure) -> Iterator[LocalAzure]:
    yield local_azure
    keep_faults(local_azure.directory, Faults())


def _set(azure: LocalAzure, rule: Rule) -> None:
    narrowed = rule.model_copy(update={"method": "PUT", "path": "*/resourcegroups/*"})
    keep_faults(azure.directory, Faults(rules=(narrowed,)))


def _make(azure: LocalAzure, name: str) -> httpx.Response:
    return azure.call("PUT", group_id(name), {"location": "eastus2"})


def test_a_refused_request_gets_azures_error_and_isnt_done(azure: LocalAzure) -> None:
    _set(azure, Rule(status=429, code="TooManyRequests", retry_after=0.2))
    answer = _make(azure, "rg-refused")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "TooManyRequests")
    assert answer.headers["Retry-After"] == "0.2"
    assert azure.call("GET", group_id("rg-refused")).status_code == 404
    assert _make(azure, "rg-refused").status_code == 201


def test_a_dropped_request_has_no_answer_and_isnt_done(azure: LocalAzure) -> None:
    _set(azure, Rule(kind="drop"))
    with pytest.raises(httpx.TransportError):
        _make(azure, "rg-dropped")
    assert azure.call("GET", group_id("rg-dropped")).status_code == 404


def test_a_lost_answer_leaves_the_work_done(azure: LocalAzure) -> None:
    _set(azure, Rule(kind="lose"))
    with pytest.raises(httpx.TransportError):
        _make(azure, "rg-lost")
    assert azure.call("GET", group_id("rg-lost")).status_code == 200


def test_a_late_request_is_done_all_the_same(azure: LocalAzure) -> None:
    _set(azure, Rule(kind="delay", seconds=0.01))
    assert _make(azure, "rg-late").status_code == 201


def test_rules_are_set_shown_and_cleared_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNESTACK_LOCAL_DIR", str(tmp_path / "azure"))
    (tmp_path / "azure").mkdir()
    (tmp_path / "rules.json").write_text('{"rules": [{"status": 500}]}')
    run = CliRunner()
    assert json.loads(run.invoke(main, ["faults", str(tmp_path / "rules.json")]).output) == {"rules": [{"status": 500}]}
    assert json.loads(run.invoke(main, ["faults"]).output) == {"rules": [{"status": 500}]}
    assert json.loads(run.invoke(main, ["faults", "--clear"]).output) == {}
    (tmp_path / "rules.json").write_text('{"rules": [{"status": 5}]}')
    assert run.invoke(main, ["faults", str(tmp_path / "rules.json")]).exit_code == 2
