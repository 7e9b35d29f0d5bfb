"""Model deployments: models that are offered there and still open, capacity that is left, and one at a time."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_azure.options import Options
from tests.local_azure.cognitiveservices.conftest import ACCOUNT
from tests.local_azure.running import HeldClock, LocalAzure, group_id

ACCOUNTS = f"{group_id('rg')}/providers/Microsoft.CognitiveServices/accounts"
GPT_4O = {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}


def deployment(capacity: int = 10, sku: str = "GlobalStandard", **properties: object) -> dict[str, Any]:
    return {"sku": {"name": sku, "capacity": capacity}, "properties": {"model": GPT_4O, **properties}}


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def message(answer: object) -> str:
    return str(answer.json()["error"]["message"])  # type: ignore[attr-defined]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[LocalAzure]:
    """A local Azure with 60 units of gpt-4o in each region, and an account in two of them."""
    options = Options(weights="tiny-random", retry_after_ms=10, model_quota={"OpenAI.GlobalStandard.gpt-4o": 60})
    with LocalAzure(tmp_path, options=options) as running:
        _prepare(running)
        yield running


def _prepare(running: LocalAzure) -> None:
    running.register_all()
    running.put(group_id("rg"), {"location": "eastus2"})
    running.put(f"{ACCOUNTS}/ai-east", ACCOUNT)
    running.put(f"{ACCOUNTS}/ai-sweden", ACCOUNT | {"location": "swedencentral"})


def test_a_deployment_has_rates_and_the_default_filter(local_azure: LocalAzure, account: str) -> None:
    made = local_azure.put(f"{account}/deployments/gpt-4o", deployment(50))
    assert made["properties"]["currentCapacity"] == 50
    assert made["properties"]["raiPolicyName"] == "Microsoft.DefaultV2"
    assert made["properties"]["rateLimits"] == [
        {"key": "request", "renewalPeriod": 10, "count": 50},
        {"key": "token", "renewalPeriod": 60, "count": 50_000},
    ]
    assert made["etag"]
    assert local_azure.call("PUT", f"{account}/deployments/gpt-4o", deployment(50)).status_code == 200


def test_without_a_version_it_gets_the_default_one(local_azure: LocalAzure, account: str) -> None:
    sent = deployment(model={"format": "OpenAI", "name": "gpt-4o"})
    made = local_azure.put(f"{account}/deployments/gpt-4o", sent)
    assert made["properties"]["model"] == GPT_4O
    assert local_azure.put(f"{account}/deployments/gpt-4o", sent)["etag"] == made["etag"]


def test_capacity_and_model_do_not_change_together(local_azure: LocalAzure, account: str) -> None:
    path = f"{account}/deployments/chat"
    local_azure.put(path, deployment(10))
    both = deployment(20, model={"format": "OpenAI", "name": "gpt-4.1"})
    answer = local_azure.call("PUT", path, both)
    assert "Cannot change capacity and model at the same time" in message(answer)
    assert local_azure.put(path, deployment(20))["properties"]["currentCapacity"] == 20
    assert local_azure.put(path, both)["properties"]["model"]["name"] == "gpt-4.1"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (deployment(model={"format": "OpenAI", "name": "gpt-9"}), "DeploymentModelNotSupported"),
        (deployment(model=GPT_4O | {"version": "2030-01-01"}), "DeploymentModelNotSupported"),
        (deployment(model=GPT_4O | {"format": "Meta"}), "DeploymentModelNotSupported"),
        (deployment(sku="DeveloperTier"), "InvalidResourceProperties"),
        (deployment(0), "InvalidResourceProperties"),
        (deployment(model={}), "InvalidResourceProperties"),
        ({"properties": {"model": GPT_4O}}, "InvalidResourceProperties"),
        (deployment(versionUpgradeOption="Whenever"), "InvalidResourceProperties"),
        (deployment(raiPolicyName="none-such"), "RaiPolicyNotFound"),
    ],
)
def test_what_can_not_be_deployed_is_refused(
    local_azure: LocalAzure, account: str, sent: dict[str, object], expected: str
) -> None:
    assert code(local_azure.call("PUT", f"{account}/deployments/wrong", sent)) == (400, expected)


def test_a_sku_that_the_region_lacks_is_refused_in_azures_words(local_azure: LocalAzure, group: str) -> None:
    account = f"{group}/providers/Microsoft.CognitiveServices/accounts/ai-west"
    local_azure.put(account, ACCOUNT | {"location": "westeurope"})
    answer = local_azure.call("PUT", f"{account}/deployments/chat", deployment(sku="Standard"))
    assert message(answer) == (
        "The specified SKU 'Standard' of account deployment is not supported by the model 'gpt-4o' "
        "version: '2024-08-06'."
    )


def test_a_region_has_so_much_capacity_and_no_more(small: LocalAzure) -> None:
    east, sweden = f"{ACCOUNTS}/ai-east/deployments", f"{ACCOUNTS}/ai-sweden/deployments"
    small.put(f"{east}/first", deployment(50))
    answer = small.call("PUT", f"{east}/second", deployment(20))
    quota = "quota Tokens Per Minute (thousands) - gpt-4o - GlobalStandard"
    assert code(answer) == (400, "InsufficientQuota")
    assert message(answer) == (
        f"This operation require 20 new capacity in {quota}, which is bigger than the current available capacity 10. "
        f"The current quota usage is 50 and the quota limit is 60 for {quota}."
    )
    small.put(f"{east}/second", deployment(10))
    assert "require 1 new capacity" in message(small.call("PUT", f"{east}/first", deployment(51)))
    small.put(f"{sweden}/first", deployment(60))
    small.delete(f"{east}/first")
    small.put(f"{east}/second", deployment(60))


def test_usages_and_capacities_tell_what_is_left(small: LocalAzure) -> None:
    small.put(f"{ACCOUNTS}/ai-east/deployments/first", deployment(50))
    provider = f"{group_id('rg').rsplit('/resourceGroups', 1)[0]}/providers/Microsoft.CognitiveServices"
    usages = small.call("GET", f"{provider}/locations/eastus2/usages").json()["value"]
    found = {each["name"]["value"]: (each["currentValue"], each["limit"]) for each in usages}
    assert found["OpenAI.GlobalStandard.gpt-4o"] == (50, 60)
    assert found["OpenAI.Standard.gpt-4o-finetune"] == (0, 250)
    query = "modelFormat=OpenAI&modelName=gpt-4o&modelVersion=2024-08-06"
    capacities = small.call("GET", f"{provider}/modelCapacities?{query}").json()["value"]
    left = {(each["location"], each["name"]): each["properties"]["availableCapacity"] for each in capacities}
    assert (left["eastus2", "GlobalStandard"], left["swedencentral", "GlobalStandard"]) == (10, 60)
    here = small.call("GET", f"{provider}/locations/eastus2/modelCapacities?{query}").json()["value"]
    assert {each["location"] for each in here} == {"eastus2"}


def test_models_tell_their_skus_and_dates(small: LocalAzure) -> None:
    provider = f"{group_id('rg').rsplit('/resourceGroups', 1)[0]}/providers/Microsoft.CognitiveServices"
    region = small.call("GET", f"{provider}/locations/eastus2/models").json()["value"]
    account = small.call("GET", f"{ACCOUNTS}/ai-east/models").json()["value"]
    assert [each["model"] for each in region] == account
    gpt_4o = next(each for each in account if each["name"] == "gpt-4o")
    skus = {sku["name"]: sku["usageName"] for sku in gpt_4o["skus"]}
    assert skus["GlobalStandard"] == "OpenAI.GlobalStandard.gpt-4o"
    assert gpt_4o["capabilities"]["fineTune"] == "true"
    assert gpt_4o["deprecation"]["fineTune"] == "2027-04-01T00:00:00Z"
    assert small.call("GET", f"{ACCOUNTS}/ai-none/models").status_code == 404


def dated(directory: Path, day: dt.date, *known: str) -> LocalAzure:
    options = Options(weights="tiny-random", retry_after_ms=10, catalogue_date=day, deployed_models=known)
    return LocalAzure(directory, options=options)


def test_a_closed_model_is_refused_to_newcomers_alone(tmp_path: Path) -> None:
    path = f"{ACCOUNTS}/ai-east/deployments/chat"
    with dated(tmp_path, dt.date(2026, 3, 1)) as before:
        _prepare(before)
        newcomer = {"sku": {"name": "GlobalStandard"}, "properties": {"model": {"format": "OpenAI", "name": "gpt-4.1"}}}
        before.put(path, deployment())
    with dated(tmp_path, dt.date(2026, 10, 7)) as closed:
        answer = closed.call("PUT", f"{ACCOUNTS}/ai-east/deployments/new", newcomer)
        assert code(answer) == (400, "ServiceModelDeprecating")
        assert message(answer) == (
            "The model 'Publisher:OpenAI,Format:OpenAI,Name:gpt-4.1,Version:2025-04-14' is in deprecating state and "
            "cannot be used for new deployments."
        )
        closed.put(path, deployment(20))
        closed.put(f"{ACCOUNTS}/ai-east/deployments/second", deployment())
        listed = closed.call("GET", f"{ACCOUNTS}/ai-east/models").json()["value"]
        assert {each["lifecycleStatus"] for each in listed if each["name"] == "gpt-4o"} == {"Deprecating"}


def test_a_model_that_was_deployed_before_may_be_deployed_again(tmp_path: Path) -> None:
    with dated(tmp_path, dt.date(2026, 10, 7), "gpt-4o") as running:
        _prepare(running)
        running.put(f"{ACCOUNTS}/ai-east/deployments/chat", deployment())


def test_a_retired_model_is_refused_to_all(tmp_path: Path) -> None:
    with dated(tmp_path, dt.date(2027, 4, 15), "gpt-4o") as running:
        _prepare(running)
        answer = running.call("PUT", f"{ACCOUNTS}/ai-east/deployments/chat", deployment())
        assert code(answer) == (400, "ServiceModelDeprecated")
        assert message(answer) == (
            "The model 'Format:OpenAI,Name:gpt-4o,Version:2024-08-06' has been deprecated since 04/14/2027 00:00:00."
        )


def test_children_of_one_account_are_written_one_at_a_time(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, clock=HeldClock()) as quick:
        _prepare(quick)
    options = Options(weights="tiny-random", operation_seconds=60, retry_after_ms=10)
    with LocalAzure(tmp_path, clock=HeldClock(), options=options) as slow:
        east = f"{ACCOUNTS}/ai-east"
        assert slow.call("PUT", f"{east}/deployments/first", deployment()).status_code == 201
        project = {"location": "eastus2", "properties": {}}
        policy = {"properties": {"basePolicyName": "Microsoft.DefaultV2"}}
        for path, sent in (("deployments/second", deployment()), ("projects/p1", project), ("raiPolicies/own", policy)):
            answer = slow.call("PUT", f"{east}/{path}", sent)
            assert code(answer) == (409, "RequestConflict")
            assert east in message(answer)
        assert slow.call("PUT", f"{ACCOUNTS}/ai-sweden/deployments/first", deployment()).status_code == 201


def test_capacity_may_be_a_number_written_as_text(local_azure: LocalAzure, account: str) -> None:
    sent = deployment() | {"sku": {"name": "GlobalStandard", "capacity": "7"}}
    assert local_azure.put(f"{account}/deployments/gpt-4o", sent)["sku"]["capacity"] == 7


def test_usages_of_an_account_are_those_of_its_region(small: LocalAzure) -> None:
    small.put(f"{ACCOUNTS}/ai-east/deployments/gpt-4o", deployment(50))
    used = {
        each["name"]["value"]: each["currentValue"]
        for each in small.call("GET", f"{ACCOUNTS}/ai-east/usages").json()["value"]
    }
    assert used["OpenAI.GlobalStandard.gpt-4o"] == 50
    assert small.call("GET", f"{ACCOUNTS}/ai-none/usages").status_code == 404
