"""What the journey gpt4o declares: one account, its children one after the other, filtered, private where asked."""

import itertools
import json
import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from catalogue.resource_types import by_token
from catalogue.roles import roles
from stacks.configuration import SettingsError, read_settings
from tests.stacks.conftest import CONFIGURATION, SETTINGS_OF, SUBSCRIPTION, Declared, declare
from toolchain.azure_native.body import request_body
from toolchain.azure_native.values import without_nulls

SHARED = Path(__file__).parents[3] / "shared" / "arm"
ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
PROJECT = "azure-native:cognitiveservices:Project"
FILTER = "azure-native:cognitiveservices:RaiPolicy"
RUNS = "tunestack:index:AccountRunResources"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
ENDPOINT = "azure-native:network:PrivateEndpoint"
CHILDREN = (DEPLOYMENT, PROJECT, FILTER, ENDPOINT)
STORAGE = "azure-native:storage:StorageAccount"
CONTAINER = "azure-native:storage:BlobContainer"
LOCK = "azure-native:authorization:ManagementLockByScope"

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/theirs"
EXISTING = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/theirs"
EXISTING_STORAGE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/theirs"
STACKS: dict[str, dict[str, str]] = {
    "usual": {},
    "filtered": {"openai": '{"deployed_before": true, "content_filter": {"severity": "Low", "prompt_shield": false}}'},
    "unfiltered": {"openai": '{"deployed_before": true, "content_filter": {"off": true}}'},
    "theirs": {"existing": json.dumps({"ai_services": EXISTING})},
    "their storage": {"existing": json.dumps({"storage_account": EXISTING_STORAGE})},
    "asked": {"caller": '{"object_id": "5ca1ab1e-0000-4000-8000-000000000009"}'},
    "private": {
        "network": '{"profile": "private"}',
        "openai": '{"deployed_before": true, "content_filter": {}}',
        "github": '{"repository": "someone/something", "environment": "prod"}',
        "developer": '{"object_id": "5ca1ab1e-0000-4000-8000-000000000008", "type": "Group"}',
    },
    "kept": {"protect": "true", "soft_deleted": "recover"},
    "encrypted": {
        "customer_managed_key": json.dumps(
            {
                "vault": f"{GROUP}/providers/Microsoft.KeyVault/vaults/theirs",
                "key": f"https://theirs.vault.azure.net/keys/mine/{'0' * 32}",
                "identity": f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/theirs",
            }
        )
    },
}


@cache
def stack(name: str) -> Declared:
    return declare({f"tunestack:{key}": value for key, value in STACKS[name].items()}, "gpt4o")


def children_of_the_account(declared: Declared) -> list[str]:
    """Names what stands under the account, private endpoints to it among them."""
    children = [each for each in declared.resources if each.token in CHILDREN]
    return [each.name for each in children if each.token != ENDPOINT or each.name.startswith("ai-services")]


def refusal(**changes: str) -> str:
    given = {**CONFIGURATION, "tunestack:journey": "gpt4o", **SETTINGS_OF["gpt4o"]}
    with pytest.raises(SettingsError) as refused:
        read_settings(given | {f"tunestack:{name}": value for name, value in changes.items()})
    return str(refused.value)


def test_the_account_takes_tokens_at_a_subdomain_alone_and_holds_projects() -> None:
    account = stack("usual").one(ACCOUNT)
    properties = account["properties"]
    assert (account["kind"], account["sku"]) == ("AIServices", {"name": "S0"})
    assert account["identity"] == {"type": "SystemAssigned"}
    assert properties["disableLocalAuth"] is True
    assert properties["allowProjectManagement"] is True
    assert properties["customSubDomainName"] == account["accountName"]


def test_the_base_model_is_deployed_as_the_settings_say_at_one_version_for_good() -> None:
    deployment = stack("usual").one(DEPLOYMENT)
    assert deployment["deploymentName"] == "gpt-4.1-mini"
    assert deployment["sku"] == {"name": "GlobalStandard", "capacity": 50}
    model = deployment["properties"]["model"]
    assert model == {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
    assert deployment["properties"]["versionUpgradeOption"] == "NoAutoUpgrade"


def test_azures_default_content_filter_is_in_front_of_it() -> None:
    assert stack("usual").one(DEPLOYMENT)["properties"]["raiPolicyName"] == "Microsoft.DefaultV2"
    assert not stack("usual").all(FILTER)


def test_a_content_filter_of_ones_own_names_every_category_and_stands_in_front() -> None:
    policy = stack("filtered").one(FILTER)
    assert stack("filtered").one(DEPLOYMENT)["properties"]["raiPolicyName"] == policy["raiPolicyName"]
    filters = {(each["name"], each["source"]): each for each in policy["properties"]["contentFilters"]}
    graded = itertools.product(("Hate", "Sexual", "Violence", "Selfharm"), ("Prompt", "Completion"))
    assert all(filters[each]["blocking"] and filters[each]["severityThreshold"] == "Low" for each in graded)
    assert not filters["Jailbreak", "Prompt"]["blocking"]
    assert filters["Protected Material Text", "Completion"]["blocking"]
    assert len(filters) == 12


def test_opting_out_of_filtering_is_there_to_be_seen() -> None:
    filters = stack("unfiltered").one(FILTER)["properties"]["contentFilters"]
    assert len(filters) == 12
    assert not any(each["blocking"] or each["enabled"] for each in filters)


@pytest.mark.parametrize("name", STACKS)
def test_of_any_two_children_of_the_account_one_comes_after_the_other(name: str) -> None:
    declared = stack(name)
    children = children_of_the_account(declared)
    assert len(children) >= 2
    for one, other in itertools.combinations(children, 2):
        assert declared.comes_after(one, other) or declared.comes_after(other, one), f"{one} and {other}"


@pytest.mark.parametrize("name", sorted(set(STACKS) - {"theirs"}))
def test_every_child_comes_after_the_account(name: str) -> None:
    declared = stack(name)
    children = [*children_of_the_account(declared), *declared.all(RUNS)]
    assert all(declared.comes_after(child, "ai-services") for child in children)


def test_what_jobs_deployed_goes_after_the_declared_deployment_and_before_filter_and_account() -> None:
    declared = stack("filtered")
    assert declared.comes_after("base-deployment", "account-run-resources")
    assert declared.comes_after("account-run-resources", "content-filter")
    assert declared.comes_after("account-run-resources", "ai-services")
    assert declared.comes_after("account-run-resources", "developer-cognitive-services-openai-contributor")
    assert declared.one(RUNS)["stack"] == ""


def test_in_a_group_that_is_there_the_names_of_that_group_are_freed() -> None:
    declared = declare({"tunestack:existing": json.dumps({"resource_group": GROUP})}, "gpt4o")
    assert declared.one("tunestack:index:NameRelease")["resourceGroupName"] == "theirs"


def test_another_model_or_subdomain_replaces_by_deleting_first() -> None:
    account, deployment = stack("usual").request(ACCOUNT), stack("usual").request(DEPLOYMENT)
    assert "properties.customSubDomainName" in account.replaceOnChanges
    assert "properties.model" in deployment.replaceOnChanges
    assert account.deleteBeforeReplace
    assert deployment.deleteBeforeReplace


def test_an_account_that_is_there_is_used_and_only_what_is_tagged_ours_is_removed_from_it() -> None:
    declared = stack("theirs")
    assert not declared.all(ACCOUNT)
    for token in (DEPLOYMENT, PROJECT):
        assert (declared.one(token)["accountName"], declared.one(token)["resourceGroupName"]) == ("theirs", "theirs")
    runs = declared.one(RUNS)
    assert (runs["accountId"], runs["stack"]) == (EXISTING, "gpt4o-dev")
    assert declared.outputs["openai_endpoint"] == "https://theirs.openai.azure.com/"
    assert declared.one("tunestack:index:NameRelease")["accountName"] == ""


def test_a_private_account_is_reached_through_its_endpoint_alone() -> None:
    declared = stack("private")
    properties = declared.one(ACCOUNT)["properties"]
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["networkAcls"]["defaultAction"] == "Deny"
    links = declared.all(ENDPOINT)
    groups = [each["privateLinkServiceConnections"][0]["groupIds"] for each in links.values()]
    assert ["account"] in groups
    assert declared.comes_after("account-run-resources", "ai-services-endpoint-names")


def test_a_pipeline_may_give_the_declared_roles_and_no_others() -> None:
    conditions = [each.get("condition") or "" for each in stack("private").all(ASSIGNMENT).values()]
    contributor = str(roles()["Cognitive Services OpenAI Contributor"].guid)
    assert [each for each in conditions if contributor in each]
    assert "deployer_client_id" in stack("private").outputs


def test_a_key_of_ones_own_encrypts_the_account_under_its_identity() -> None:
    account = stack("encrypted").one(ACCOUNT)
    assert account["identity"]["type"] == "SystemAssigned, UserAssigned"
    assert account["properties"]["encryption"] == {
        "keySource": "Microsoft.KeyVault",
        "keyVaultProperties": {
            "keyVaultUri": "https://theirs.vault.azure.net/",
            "keyName": "mine",
            "keyVersion": "0" * 32,
            "identityClientId": "client-of-theirs",
        },
    }


def test_a_protected_account_is_not_destroyed_and_one_that_was_deleted_is_brought_back() -> None:
    assert stack("kept").request(ACCOUNT).protect
    assert not stack("usual").request(ACCOUNT).protect
    assert stack("kept").one("tunestack:index:NameRelease")["policy"] == "recover"


@pytest.mark.parametrize(
    ("name", "asking"),
    [
        ("usual", set()),
        ("asked", {("Cognitive Services OpenAI User", "5ca1ab1e-0000-4000-8000-000000000009", "ai-services")}),
    ],
)
def test_each_role_is_given_to_whom_needs_it_where_it_is_needed(name: str, asking: set[tuple[str, str, str]]) -> None:
    assert given_roles(stack(name)) == {
        ("Cognitive Services OpenAI Contributor", "object-of-caller", "ai-services"),
        ("Storage Blob Data Contributor", "object-of-caller", "storage"),
        *asking,
    }


def given_roles(declared: Declared) -> set[tuple[str, str, str]]:
    names = {str(role.guid): role_name for role_name, role in roles().items()}
    return {
        (names[each["roleDefinitionId"].rsplit("/", 1)[1]], each["principalId"], each["scope"].rsplit("/", 1)[1])
        for each in declared.all(ASSIGNMENT).values()
    }


def test_what_is_noted_of_runs_goes_to_a_container_in_storage_that_takes_tokens_alone() -> None:
    declared = stack("usual")
    account, container = declared.one(STORAGE), declared.one(CONTAINER)
    assert account["allowSharedKeyAccess"] is False
    assert container["accountName"] == account["accountName"] == declared.outputs["storage_account_name"]
    assert container["containerName"] == declared.outputs["storage_container"]
    assert container["publicAccess"] == "None"


def test_private_storage_is_reached_through_endpoints_alone() -> None:
    declared = stack("private")
    assert declared.one(STORAGE)["publicNetworkAccess"] == "Disabled"
    connections = [each["privateLinkServiceConnections"][0] for each in declared.all(ENDPOINT).values()]
    reached = {(each["privateLinkServiceId"].rsplit("/", 1)[1], each["groupIds"][0]) for each in connections}
    assert ("storage", "blob") in reached
    assert "privatelink.blob.core.windows.net" in declared.all("azure-native:privatedns:PrivateZone")


def test_storage_is_locked_after_all_that_is_in_it_where_the_stack_is_protected() -> None:
    declared = stack("kept")
    assert declared.one(LOCK)["scope"].endswith("/storage")
    for within in ("run-documents", "developer-storage-blob-data-contributor", "storage-logs"):
        assert declared.comes_after("storage-lock", within), within
    assert not stack("usual").all(LOCK)


def test_storage_that_is_there_is_used_and_nothing_in_it_is_destroyed() -> None:
    declared = stack("their storage")
    assert not declared.all(STORAGE)
    assert not declared.all(CONTAINER)
    assert declared.outputs["storage_account_name"] == "theirs"
    assert ("Storage Blob Data Contributor", "object-of-caller", "theirs") in given_roles(declared)


def test_roles_that_are_given_at_existing_resources_already_are_not_given_again() -> None:
    theirs = {"ai_services": EXISTING, "storage_account": EXISTING_STORAGE, "has_roles": True}
    declared = declare({"tunestack:existing": json.dumps(theirs)}, "gpt4o")
    assert not declared.all(ASSIGNMENT)


def test_the_outputs_are_what_job_modules_read() -> None:
    outputs = dict(stack("usual").outputs)
    name = outputs["account_name"]
    assert outputs["method"] == "openai"
    assert outputs["model"] == outputs["deployment_name"] == "gpt-4.1-mini"
    assert outputs["model_version"] == "2025-04-14"
    assert (outputs["deployment_sku"], outputs["deployment_capacity"]) == ("GlobalStandard", 50)
    assert outputs["openai_endpoint"] == f"https://{name}.openai.azure.com/"
    assert outputs["project_endpoint"] == (
        f"https://{name}.services.ai.azure.com/api/projects/{outputs['project_name']}"
    )
    assert outputs["fine_tuning"] == {"epochs": 2}


def test_everything_that_can_carry_tags_carries_them() -> None:
    tagged = {each.token for each in stack("filtered").resources if "tags" in each.inputs}
    assert {ACCOUNT, PROJECT, DEPLOYMENT} <= tagged


def test_no_output_or_input_holds_a_secret() -> None:
    declared = stack("usual")
    text = json.dumps([dict(each.inputs) for each in declared.resources]) + json.dumps(dict(declared.outputs))
    assert not re.search(r"accountkey|password|secretvalue|sharedaccess", text, re.IGNORECASE)


def test_providers_of_all_that_is_used_are_registered() -> None:
    declared = stack("usual")
    registered = {each["namespace"] for each in declared.all("tunestack:index:ProviderRegistration").values()}
    azure = [each for each in declared.resources if each.token.startswith("azure-native:")]
    used = {by_token(each.token).type.split("/")[0] for each in azure}
    assert used - registered == {"Microsoft.Resources", "Microsoft.Authorization"}


@pytest.mark.parametrize(
    ("changes", "key", "expected"),
    [
        ({"location": "uaenorth"}, "location", "regions: australiaeast"),
        ({"openai": '{"deployed_before": true, "version": "2030-01-01"}'}, "openai.version", "it has 2025-04-14"),
        (
            {"openai": '{"deployed_before": true, "sku": "Standard"}', "location": "koreacentral"},
            "location",
            "can't be deployed as Standard in koreacentral",
        ),
        ({"openai": "{}"}, "openai.deployed_before", "closed to subscriptions that never deployed it"),
        ({"catalogue_date": "2028-01-01"}, "models.openai", "since 2027-04-14"),
        ({"models": '{"openai": "Phi-4"}'}, "models.openai", "can't be tuned by the method openai"),
        ({"models": "{}"}, "models.openai", "the journey gpt4o tunes by the method openai"),
    ],
)
def test_a_model_that_can_not_be_had_is_refused_with_the_setting_and_what_is_allowed(
    changes: dict[str, str], key: str, expected: str
) -> None:
    message = refusal(**changes)
    assert message.startswith(f"tunestack:{key} is ")
    assert expected in message


@pytest.mark.skipif(not SHARED.is_dir(), reason="Azure's published body schemas are not beside this clone")
@pytest.mark.parametrize("name", STACKS)
def test_each_body_is_valid_as_azure_publishes_it(name: str) -> None:
    published = json.loads((SHARED / "index.json").read_text())["resources"]
    bodies = [each for each in stack(name).resources if each.token in published]
    assert bodies
    for each in bodies:
        row, schema = by_token(each.token), json.loads((SHARED / published[each.token]["file"]).read_text())
        body = without_nulls(request_body(row, each.inputs))
        found = list(jsonschema.Draft202012Validator(schema).iter_errors(body))
        assert not found, f"{each.name}: {found[0].json_path}: {found[0].message}"
