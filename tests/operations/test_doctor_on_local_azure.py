"""The checks on a local Azure: what they find there is what the same calls find on Azure."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from infra.provider.arm import Arm
from infra.provider.exchange import Answer, Request
from local_azure.options import Options
from operations.checks.azure_facts import AzureFacts
from operations.checks.finding import Finding
from operations.checks.plan import Plan
from operations.doctor import Diagnosis, diagnose
from tests.infra.provider.conftest import FakeClock
from tests.local_azure.running import ARM, LocalAzure, group_id
from tests.operations.checks.conftest import SCOPE, planned

NOBODY = "5ca1ab1e-0000-4000-8000-00000000000f"
MINI = "OpenAI.GlobalStandard.gpt-4.1-mini"
GROUP = group_id("rg-doctor")
POLICY = f"{SCOPE}/providers/Microsoft.Authorization"


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure with little quota for one model, and a group for what is in the way."""
    options = Options(weights="tiny-random", retry_after_ms=10, model_quota={MINI: 60})
    with LocalAzure(tmp_path_factory.mktemp("local-azure"), options=options) as running:
        running.register_all()
        running.put(GROUP, {"location": "swedencentral"})
        yield running


def facts_of(azure: LocalAzure, token: str = "") -> AzureFacts:
    def exchange(request: Request) -> Answer:
        address = request.path if request.path.startswith("https:") else ARM + request.path
        sent = {"Authorization": f"Bearer {token or azure.token()}"}
        url = httpx.URL(address)
        for name, value in request.query.items():
            url = url.copy_set_param(name, value)
        got = azure.http.request(request.method, url, json=request.body, headers=sent)
        return Answer(got.status_code, {name.lower(): value for name, value in got.headers.items()}, got.text)

    return AzureFacts(Arm(exchange, FakeClock()), SCOPE.rsplit("/", 1)[1])


@pytest.fixture
def asked(azure: LocalAzure) -> Callable[[Plan], Diagnosis]:
    """Runs the checks of a plan as the deployer."""
    return lambda plan: diagnose(plan, facts_of(azure))


def refusals(diagnosis: Diagnosis) -> dict[str, Finding]:
    return {each.check: each for each in diagnosis.findings if each.verdict == "no"}


@pytest.mark.parametrize("journey", ["phi3", "gpt4o", "phi3-custom", "platform"])
def test_nothing_stands_against_a_stack_in_an_empty_subscription(
    journey: str, asked: Callable[[Plan], Diagnosis]
) -> None:
    diagnosis = asked(planned(journey, compute={"request_quota": True}))
    assert refusals(diagnosis) == {}
    assert diagnosis.count("ok") > 5


def test_capacity_above_the_quota_is_refused_with_the_most_that_fits(asked: Callable[[Plan], Diagnosis]) -> None:
    found = refusals(asked(planned(openai={"deployed_before": True, "capacity": 100})))
    assert found["tokens"].pins[0].value == 60


def test_somebody_without_roles_is_told_nothing_that_is_not_known(azure: LocalAzure) -> None:
    diagnosis = diagnose(planned(), facts_of(azure, azure.token(object_id=NOBODY)))
    assert not diagnosis.count("ok") or {each.check for each in diagnosis.findings if each.verdict == "ok"} <= {
        "models"
    }
    assert diagnosis.count("unknown")


def test_a_reader_is_told_what_may_not_be_done(azure: LocalAzure) -> None:
    reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    name = "5ca1ab1e-0000-4000-8000-0000000000aa"
    body = {
        "properties": {
            "roleDefinitionId": f"{POLICY}/roleDefinitions/{reader}",
            "principalId": NOBODY,
            "principalType": "ServicePrincipal",
        }
    }
    token = azure.token(object_id=NOBODY)
    made = azure.call("PUT", f"{POLICY}/roleAssignments/{name}", body, api="2022-04-01")
    assert made.status_code in (200, 201), made.text
    diagnosis = diagnose(planned(), facts_of(azure, token))
    azure.call("DELETE", f"{POLICY}/roleAssignments/{name}", api="2022-04-01").raise_for_status()
    assert diagnosis.exit_code == 6
    assert any("accounts/deployments/write" in each.message for each in diagnosis.findings if each.verdict == "no")


def test_a_taken_subdomain_and_what_is_kept_of_a_deleted_account_are_told(
    azure: LocalAzure, asked: Callable[[Plan], Diagnosis]
) -> None:
    plan = planned(soft_deleted="fail")
    theirs = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/theirs"
    body = {
        "location": "swedencentral",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "properties": {"customSubDomainName": plan.names.ai_services},
    }
    azure.put(theirs, body)
    assert refusals(asked(plan))["names"].setting == "name_prefix"
    azure.delete(theirs)
    azure.finish(
        azure.call(
            "DELETE",
            f"{SCOPE}/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/rg-doctor"
            "/deletedAccounts/theirs",
        ).raise_for_status()
    )
    azure.put(plan.group_scope, {"location": "swedencentral"})
    azure.put(plan.account_id, body)
    assert "names" not in refusals(asked(plan))  # its own
    azure.delete(plan.account_id)
    assert refusals(asked(plan))["soft-deleted"].setting == "soft_deleted"
    assert "soft-deleted" not in refusals(asked(planned(soft_deleted="purge")))


def test_an_id_of_nothing_is_refused(asked: Callable[[Plan], Diagnosis]) -> None:
    missing = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/nobody"
    assert refusals(asked(planned(existing={"ai_services": missing})))["existing"].setting == "existing.ai_services"


def test_an_overlapping_network_is_refused(azure: LocalAzure, asked: Callable[[Plan], Diagnosis]) -> None:
    network = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet"
    azure.put(network, {"location": "eastus2", "properties": {"addressSpace": {"addressPrefixes": ["10.20.0.0/16"]}}})
    found = refusals(asked(planned(network={"profile": "private"})))
    azure.delete(network)
    assert network in found["ranges"].message


def test_a_policy_that_denies_the_region_is_named(azure: LocalAzure, asked: Callable[[Plan], Diagnosis]) -> None:
    condition = {"field": "location", "equals": "swedencentral"}
    rule = {"if": condition, "then": {"effect": "deny"}}
    definition = f"{POLICY}/policyDefinitions/no-sweden"
    assignment = f"{POLICY}/policyAssignments/no-sweden"
    made = azure.call("PUT", definition, {"properties": {"mode": "All", "policyRule": rule}})
    assert made.status_code == 201, made.text
    azure.call("PUT", assignment, {"properties": {"policyDefinitionId": definition}}).raise_for_status()
    diagnosis = asked(planned())
    azure.call("DELETE", assignment).raise_for_status()
    assert diagnosis.exit_code == 4
    assert refusals(diagnosis)["policies"].setting == "location"
