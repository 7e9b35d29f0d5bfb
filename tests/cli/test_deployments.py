"""`deployments`, `traffic` and `models`, over clouds in memory."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cli import session
from cli.main import run
from jobs.domain.endpoint import name_for_versions
from jobs.services.run import run as run_recipe
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.online_endpoints_in_memory import MemoryOnlineEndpoints, online_cloud
from tests.jobs.requests import RECIPE, STACK, request, shipped_recipe

AT = ["--stack", "platform-test", "--output", "json"]
ENDPOINT = name_for_versions("xbox-support", STACK.workspace_path)
Said = Callable[..., Any]


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> MemoryOnlineEndpoints:
    """A stack with two versions of one's own model, the newer live, and a serverless model beside it."""
    own, endpoints, _ = online_cloud()
    keeping = request(shipped_recipe("deployment.keep_old=true"))
    run_recipe(own, keeping)
    run_recipe(own, request(shipped_recipe("deployment.keep_old=true"), again=True))
    hosted = MemoryCloud()
    run_recipe(hosted, request())
    made = {"serverless": hosted, "command": own}
    parts = [STACK.model_copy(update={"method": method}) for method in made]
    monkeypatch.setattr(session, "read_parts", lambda _name: parts)
    monkeypatch.setattr(session, "read_stack", lambda _name, *, method=None: parts[list(made).index(method)])
    monkeypatch.setattr(session, "azure_cloud", lambda stack: made[stack.method])
    endpoints.said.clear()
    return endpoints


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command and gives its document."""

    def command(*arguments: str, exit_code: int = 0) -> Any:  # noqa: ANN401 (a JSON document)
        capsys.readouterr()
        assert run([*arguments, *AT]) == exit_code
        return json.loads(capsys.readouterr().out)

    return command


def test_deployments_of_all_methods_are_listed_with_what_they_serve(online: MemoryOnlineEndpoints, said: Said) -> None:
    listed = said("deployments", "list")["deployments"]
    assert [(one["method"], one["deployment"], one["traffic"]) for one in listed] == [
        ("serverless", None, 100),
        ("serverless", None, 100),
        ("command", "blue", 0),
        ("command", "green", 100),
    ]
    assert all(one["usd_an_hour"] is None for one in listed)


def test_an_unused_deployment_is_deleted_and_the_live_one_is_not(online: MemoryOnlineEndpoints, said: Said) -> None:
    refused = said("deployments", "delete", f"{ENDPOINT}/green", "--yes", exit_code=4)
    assert "gets 100 % of the requests" in refused["error"]["message"]
    assert f"tunestack traffic {ENDPOINT} --set blue=100" in refused["error"]["fix"]
    assert said("deployments", "delete", f"{ENDPOINT}/blue", "--yes") == {"deleted": [f"{ENDPOINT}/blue"]}
    assert online.said == ["delete blue"]


def test_an_endpoint_is_deleted_with_all_behind_it(online: MemoryOnlineEndpoints, said: Said) -> None:
    assert len(said("deployments", "delete", ENDPOINT, "--yes")["deleted"]) == 2
    assert online.list() == []


def test_nothing_is_deleted_without_a_yes(online: MemoryOnlineEndpoints, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.confirm", _no)
    assert run(["deployments", "delete", ENDPOINT, *AT]) == 130
    assert online.said == []


def test_what_is_not_deployed_can_not_be_deleted(online: MemoryOnlineEndpoints, said: Said) -> None:
    assert "no deployment nothing" in said("deployments", "delete", "nothing", "--yes", exit_code=1)["error"]["message"]


def test_traffic_is_shown_divided_and_rolled_back(online: MemoryOnlineEndpoints, said: Said) -> None:
    assert said("traffic", ENDPOINT)["traffic"] == {"blue": 0, "green": 100}
    divided = said("traffic", ENDPOINT, "--set", "blue=90", "--set", "green=10")
    assert divided["traffic"] == {"blue": 90, "green": 10}
    assert said("traffic", ENDPOINT, "--rollback")["traffic"] == {"blue": 0, "green": 100}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--set", "blue=90"], "90 % in all"),
        (["--set", "blue=100", "--rollback"], "say different things"),
    ],
)
def test_traffic_that_makes_no_sense_is_refused(
    online: MemoryOnlineEndpoints, said: Said, arguments: list[str], why: str
) -> None:
    assert why in said("traffic", ENDPOINT, *arguments, exit_code=2)["error"]["message"]
    assert online.said == []


def test_without_another_deployment_there_is_nothing_to_go_back_to(online: MemoryOnlineEndpoints, said: Said) -> None:
    online.withdraw(ENDPOINT, "blue")
    refused = said("traffic", ENDPOINT, "--rollback", exit_code=2)
    assert "no other deployment to go back to" in refused["error"]["message"]


def test_hosted_models_have_no_traffic_to_divide(online: MemoryOnlineEndpoints, said: Said) -> None:
    refused = said("traffic", "jobs/recipes/xbox-support.yaml", exit_code=2)
    assert "there is no traffic to divide" in refused["error"]["message"]


def test_models_are_listed_with_where_they_are_deployed(online: MemoryOnlineEndpoints, said: Said) -> None:
    listed = said("models", "list")["models"]
    own = [(one["version"], one["deployed"]) for one in listed if one["method"] == "command"]
    assert own == [("1", [f"{ENDPOINT}/blue"]), ("2", [f"{ENDPOINT}/green"])]


def test_a_deployed_model_is_not_deleted_and_where_it_is_deployed_is_said(
    online: MemoryOnlineEndpoints, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only_own(monkeypatch)
    refused = said("models", "delete", "xbox-support", "--version", "1", "--yes", exit_code=4)
    assert refused["error"]["message"] == f"model xbox-support version 1 is deployed: {ENDPOINT}/blue"
    assert "--with-deployments" in refused["error"]["fix"]


def test_a_model_is_deleted_after_its_deployments_and_requests_go_to_what_stays(
    online: MemoryOnlineEndpoints, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only_own(monkeypatch)
    gone = said("models", "delete", "xbox-support", "--version", "2", "--with-deployments", "--yes")
    assert gone == {"deleted": "xbox-support", "version": "2", "deployments": [f"{ENDPOINT}/green"]}
    assert online.said == ["blue=100", "delete green"]
    assert [one["version"] for one in said("models", "list")["models"]] == ["1"]


def test_of_several_versions_one_must_be_named(
    online: MemoryOnlineEndpoints, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only_own(monkeypatch)
    refused = said("models", "delete", "xbox-support", "--yes", exit_code=2)
    assert "has the versions 1, 2" in refused["error"]["message"]
    assert "no tuned model else" in said("models", "delete", "else", "--yes", exit_code=1)["error"]["message"]


def _only_own(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = session.read_parts("platform-test")
    monkeypatch.setattr(session, "read_parts", lambda _name: [one for one in parts if one.method == "command"])


def _no(*_: object, **__: object) -> None:
    import click

    raise click.Abort


def test_deploying_tells_where_the_models_answer_and_what_that_costs(online: MemoryOnlineEndpoints, said: Said) -> None:
    told = said("deploy", str(RECIPE))
    assert told["tuned"]["name"].startswith("xbox-support-")
    assert told["tuned"]["deployment"] is None
    assert told["hosting"]["usd_an_hour"] is None
    assert any("the price isn't known here" in note for note in told["hosting"]["notes"])


def test_a_model_that_did_not_pass_the_gate_is_not_deployed(
    online: MemoryOnlineEndpoints, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = MemoryCloud()
    cloud.chat.tuned_answer = "Dunno."
    run_recipe(cloud, request())
    monkeypatch.setattr(session, "azure_cloud", lambda _stack: cloud)
    assert "didn't pass the gate" in said("deploy", str(RECIPE), exit_code=4)["error"]["message"]
    assert not any("workspace" in one.model_id for one in cloud.endpoints.list())
