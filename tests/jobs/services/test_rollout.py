"""One's own model brought to its endpoint beside the live version, and taken back when it doesn't answer."""

from dataclasses import replace

import pytest

from jobs.domain.errors import CloudError, QuotaError
from jobs.services.run import recall, run
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.online_endpoints_in_memory import MemoryOnlineEndpoints, OnlineChat, online_cloud
from tests.jobs.requests import request, shipped_recipe


def test_the_first_version_is_asked_before_it_gets_all_traffic() -> None:
    cloud, online, chat = online_cloud()
    result = run(cloud, request())
    assert result.verdict.passed
    assert online.said == ["create blue", "blue=100"]
    assert result.endpoints.base == replace(
        result.endpoints.tuned, model_id="azureml://registries/azureml/models/Phi-4-mini-instruct", asked_as="base"
    )
    assert len(chat.asked) >= 2 * 24


def test_a_new_version_gets_the_traffic_step_by_step_and_the_old_one_goes() -> None:
    cloud, online, _ = _with_one_version()
    run(cloud, request(again=True))
    assert online.said == ["create green", "green=10 blue=90", "green=100", "delete blue"]
    assert [(one.deployment, one.traffic) for one in online.list()] == [("green", 100)]


def test_the_old_version_stays_where_the_recipe_keeps_it_and_makes_room_for_the_next() -> None:
    cloud, online, _ = _with_one_version()
    keeping = shipped_recipe("deployment.keep_old=true", "deployment.steps=[50, 100]")
    run(cloud, request(keeping, again=True))
    assert online.said == ["create green", "green=50 blue=50", "green=100"]
    online.said.clear()
    run(cloud, request(keeping, again=True))
    assert online.said == ["delete blue", "create blue", "blue=50 green=50", "blue=100"]


def test_an_endpoint_that_is_unhealthy_after_deployment_is_rolled_back_and_the_old_version_goes_on() -> None:
    cloud, online, chat = _with_one_version()
    chat.broken = {"2"}
    with pytest.raises(CloudError, match=r"HTTP 502 \(rolled back: green is deleted, blue serves all\)") as failed:
        run(cloud, request(again=True))
    assert failed.value.exit_code == 1
    assert online.said == ["create green", "delete green"]
    assert [(one.deployment, one.traffic) for one in online.list()] == [("blue", 100)]


def test_errors_once_users_reach_it_send_all_of_them_back() -> None:
    cloud, online, chat = _with_one_version()
    chat.broken, chat.only_with_traffic = {"2"}, True
    with pytest.raises(CloudError, match="rolled back"):
        run(cloud, request(again=True))
    assert online.said == ["create green", "green=10 blue=90", "blue=100", "delete green"]


def test_a_first_version_that_does_not_answer_leaves_no_endpoint() -> None:
    cloud, online, chat = online_cloud()
    chat.broken = {"1"}
    with pytest.raises(CloudError, match=r"5 of 5 questions unanswered.*it is deleted again"):
        run(cloud, request())
    assert online.list() == []


def test_what_can_not_be_provisioned_is_deleted_and_the_reason_keeps_its_exit_code() -> None:
    cloud, online, _ = _with_one_version()
    online.fault = QuotaError("no cores left", fix="Ask for more.")  # type: ignore[assignment]
    with pytest.raises(QuotaError, match=r"no cores left.*rolled back") as failed:
        run(cloud, request(again=True))
    assert failed.value.fix == "Ask for more."
    assert [one.deployment for one in online.list()] == ["blue"]


def test_a_version_that_does_not_pass_the_gate_gets_no_traffic() -> None:
    cloud, online, chat = _with_one_version()
    chat.tuned_answer = "Dunno."
    result = run(cloud, request(again=True))
    assert not result.verdict.passed
    assert online.said == ["create green", "delete green"]
    assert [(one.deployment, one.traffic) for one in online.list()] == [("blue", 100)]


def test_a_run_made_again_takes_what_is_live() -> None:
    cloud, online, _ = _with_one_version()
    result = run(cloud, request())
    assert online.said == []
    assert recall(cloud, request()).endpoints == result.endpoints


def test_an_interrupted_roll_out_goes_on_where_it_was() -> None:
    cloud, online, _ = _with_one_version()
    route, steps = online.route, []

    def interrupt(endpoint: str, shares: dict[str, int]) -> None:
        route(endpoint, shares)
        steps.append(shares)
        if len(steps) == 1:
            raise KeyboardInterrupt

    online.route = interrupt  # type: ignore[method-assign,assignment]
    with pytest.raises(Exception, match="may be deployed already"):
        run(cloud, request(again=True))
    run(cloud, request())
    assert online.said == ["create green", "green=10 blue=90", "green=100", "delete blue"]


def test_a_deployment_that_can_not_be_deleted_is_named_with_the_command_for_it() -> None:
    cloud, online, chat = _with_one_version()
    chat.broken = {"2"}

    def refuse(_endpoint: str, _deployment: str) -> None:
        raise CloudError("try later")

    online.withdraw = refuse  # type: ignore[method-assign]
    with pytest.raises(CloudError, match="can't be deleted, which is paid for: try later") as failed:
        run(cloud, request(again=True))
    assert "tunestack deployments delete" in failed.value.fix


def _with_one_version() -> tuple[MemoryCloud, MemoryOnlineEndpoints, OnlineChat]:
    cloud, online, chat = online_cloud()
    run(cloud, request())
    online.said.clear()
    return cloud, online, chat
