"""What the stack platform declares: all journeys on one foundation, each with its own outputs."""

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.stacks.conftest import declare

if TYPE_CHECKING:
    from tests.stacks.conftest import Declared

ONCE = (
    "azure-native:resources:ResourceGroup",
    "azure-native:storage:StorageAccount",
    "azure-native:storage:BlobContainer",
    "azure-native:keyvault:Vault",
    "azure-native:containerregistry:Registry",
    "azure-native:operationalinsights:Workspace",
    "azure-native:applicationinsights:Component",
    "azure-native:cognitiveservices:Account",
    "azure-native:cognitiveservices:Project",
    "azure-native:cognitiveservices:Deployment",
)
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
SETTINGS = {"tunestack:openai": '{"deployed_before": true}'}


@pytest.fixture(scope="session")
def platform() -> "Declared":
    """The stack as its usual settings declare it."""
    return declare(SETTINGS, journey="platform")


def test_what_the_journeys_stand_on_is_there_once(platform: "Declared") -> None:
    declared = Counter(each.token for each in platform.resources)
    assert {token: declared[token] for token in ONCE} == dict.fromkeys(ONCE, 1)


def test_hub_project_and_workspace_are_side_by_side(platform: "Declared") -> None:
    workspaces = platform.all("azure-native:machinelearningservices:Workspace")
    assert {name: each["kind"] for name, each in workspaces.items()} == {
        "hub": "Hub",
        "project": "Project",
        "workspace": "Default",
    }


def test_each_journey_has_the_outputs_of_its_own_stack(platform: "Declared") -> None:
    journeys = platform.outputs["journeys"]
    assert set(journeys) == {"phi3", "gpt4o", "phi3-custom"}
    for journey, outputs in journeys.items():
        own = declare(SETTINGS if journey == "gpt4o" else {}, journey=journey)
        assert set(own.outputs) - set(outputs) == set(), journey
        assert outputs["journey"] == journey
        assert outputs["method"] == own.outputs["method"]


def test_the_journeys_do_not_mix_up_their_workspaces(platform: "Declared") -> None:
    journeys = platform.outputs["journeys"]
    assert journeys["phi3"]["workspace_id"].endswith("/project")
    assert journeys["phi3-custom"]["workspace_id"].endswith("/workspace")
    assert "workspace_name" not in journeys["gpt4o"]


def test_no_role_is_given_twice(platform: "Declared") -> None:
    assignments = platform.all(ASSIGNMENT).values()
    given = [(each["roleDefinitionId"], each["principalId"], each["scope"]) for each in assignments]
    assert len(given) == len(set(given))


PIPELINE = {
    **SETTINGS,
    "tunestack:github": json.dumps({"repository": "someone/something", "environment": "dev"}),
    "tunestack:developer": json.dumps({"object_id": "5ca1ab1e-0000-4000-8000-00000000000b"}),
}


@pytest.fixture(scope="session")
def piped() -> "Declared":
    """The stack as a pipeline deploys it."""
    return declare(PIPELINE, journey="platform")


def test_the_pipeline_may_assign_the_roles_of_all_journeys_and_no_other(piped: "Declared") -> None:
    assignments = piped.all(ASSIGNMENT)
    constrained = assignments["deployer-rbac-administrator"]
    assert constrained["conditionVersion"] == "2.0"
    for name, each in assignments.items():
        role = each["roleDefinitionId"].rsplit("/", 1)[1]
        allowed = role in constrained["condition"]
        assert allowed or name.startswith("deployer-"), name
    credential = piped.one("azure-native:managedidentity:FederatedIdentityCredential")
    assert credential["subject"] == "repo:someone/something:environment:dev"
    assert credential["audiences"] == ["api://AzureADTokenExchange"]
    assert piped.outputs["deployer_client_id"] == "client-of-deployer-identity"


def test_destroy_leaves_the_deployer_to_the_deletion_of_its_group(piped: "Declared") -> None:
    assert kept_by_destroy(piped) == {
        *("deployer-identity", "deployer-credential", "deployer-azure-ai-administrator"),
        *("deployer-log-analytics-contributor", "deployer-managed-identity-contributor"),
        *("deployer-managed-identity-operator", "deployer-rbac-administrator"),
    }


def test_in_an_existing_group_destroy_takes_the_deployer_away() -> None:
    group = "/subscriptions/5ca1ab1e-0000-4000-8000-000000000001/resourceGroups/rg-theirs"
    stack = declare({**PIPELINE, "tunestack:existing": json.dumps({"resource_group": group})}, journey="platform")
    assert kept_by_destroy(stack) == set()


def kept_by_destroy(stack: "Declared") -> set[str]:
    kept = {urn for urn, request in stack.requests.items() if request.retainOnDelete}
    return {urn.rsplit("::", 1)[1] for urn in kept if "azure-native:" in urn}


def test_without_a_repository_nobody_deploys_but_the_caller(platform: "Declared") -> None:
    assert not platform.all("azure-native:managedidentity:FederatedIdentityCredential")
    assert "deployer_client_id" not in platform.outputs
