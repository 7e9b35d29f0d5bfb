"""What the journey phi3 declares: secure, tagged, with the roles that its steps need, in bodies that Azure takes."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from catalogue.resource_types import by_token
from catalogue.roles import roles
from toolchain.azure_native.body import request_body
from toolchain.azure_native.values import without_nulls

if TYPE_CHECKING:
    from tests.stacks.conftest import Declared

SHARED = Path(__file__).parents[3] / "shared" / "arm"
OUTPUTS = {
    "journey", "method", "environment", "subscription_id", "tenant_id", "location", "resource_group_name", "hub_name",
    "project_name", "workspace_name", "workspace_id", "storage_account_name", "key_vault_name",
    "application_insights_name", "container_registry_name", "ai_services_account_name", "identity_id",
    "identity_client_id", "tags", "fine_tuning",
}  # fmt: skip
WORKSPACE = "azure-native:machinelearningservices:Workspace"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"


def test_everything_that_can_carry_tags_carries_them(declared: "Declared") -> None:
    tagged = {each.name: each.inputs["tags"] for each in declared.resources if "tags" in each.inputs}
    untagged = {each.token.rsplit(":", 1)[1] for each in declared.resources if "tags" not in each.inputs}
    assert len(tagged) == 10
    assert all(set(tags) >= {"owner", "cost-centre", "environment", "expiry"} for tags in tagged.values())
    # Azure has no tags on these, and the last five are ours.
    assert untagged == {
        "BlobServiceProperties", "RoleAssignment", "WorkspaceConnection", "DiagnosticSetting",
        "ProviderRegistration", "NameRelease", "PermanentDeletion", "RunResources", "NetworkIsolation",
    }  # fmt: skip


def test_storage_takes_no_keys_no_public_blobs_and_old_tls(declared: "Declared") -> None:
    account = declared.one("azure-native:storage:StorageAccount")
    assert account["allowSharedKeyAccess"] is False
    assert account["allowBlobPublicAccess"] is False
    assert account["enableHttpsTrafficOnly"] is True
    assert account["minimumTlsVersion"] == "TLS1_2"
    blobs = declared.one("azure-native:storage:BlobServiceProperties")
    assert blobs["deleteRetentionPolicy"] == {"enabled": True, "days": 7}


def test_the_vault_is_governed_by_roles(declared: "Declared") -> None:
    vault = declared.one("azure-native:keyvault:Vault")["properties"]
    assert vault["enableRbacAuthorization"] is True
    assert vault["createMode"] == "default"
    assert "enablePurgeProtection" not in vault  # Azure refuses an explicit false


def test_a_protected_vault_says_so(protected: "Declared") -> None:
    assert protected.one("azure-native:keyvault:Vault")["properties"]["enablePurgeProtection"] is True
    assert protected.one("tunestack:index:NameRelease")["policy"] == "recover"
    assert not protected.all("tunestack:index:PermanentDeletion")


def test_ai_services_takes_tokens_at_a_subdomain_alone(declared: "Declared") -> None:
    account = declared.one("azure-native:cognitiveservices:Account")
    assert account["kind"] == "AIServices"
    assert account["identity"] == {"type": "SystemAssigned"}
    assert account["properties"]["disableLocalAuth"] is True
    assert account["properties"]["customSubDomainName"] == account["accountName"]


def test_the_registry_has_no_admin_and_no_anonymous_pull(declared: "Declared") -> None:
    registry = declared.one("azure-native:containerregistry:Registry")
    assert registry["adminUserEnabled"] is False
    assert registry["anonymousPullEnabled"] is False


def test_hub_and_project_reach_data_as_the_user_assigned_identity_alone(declared: "Declared") -> None:
    for workspace in declared.all(WORKSPACE).values():
        assert workspace["systemDatastoresAuthMode"] == "Identity"
        # A system-assigned identity would leave the workspace soft-deleted after destroy.
        assert workspace["identity"]["type"] == "UserAssigned"
        assert workspace["identity"]["userAssignedIdentities"] == [workspace["primaryUserAssignedIdentity"]]


def test_the_project_stands_on_the_hub_and_there_is_no_ai_search(declared: "Declared") -> None:
    workspaces = declared.all(WORKSPACE)
    assert (workspaces["hub"]["kind"], workspaces["project"]["kind"]) == ("Hub", "Project")
    assert workspaces["project"]["hubResourceId"].endswith("/hub")
    assert not [each for each in declared.resources if "search" in each.token.lower()]


def test_the_hub_is_connected_to_ai_services_without_a_key(declared: "Declared") -> None:
    connection = declared.one("azure-native:machinelearningservices:WorkspaceConnection")["properties"]
    assert (connection["category"], connection["authType"]) == ("AIServices", "AAD")
    assert "credentials" not in connection
    assert connection["metadata"]["ResourceId"].endswith("/ai-services")


def test_each_role_is_given_to_whom_needs_it_where_it_is_needed(declared: "Declared") -> None:
    names = {str(role.guid): name for name, role in roles().items()}
    given = {
        (names[each["roleDefinitionId"].rsplit("/", 1)[1]], each["principalId"], each["scope"].rsplit("/", 1)[1])
        for each in declared.all(ASSIGNMENT).values()
    }
    developer, identity = "object-of-caller", "principal-of-identity"
    assert given == {
        ("Azure AI Developer", developer, "group"),
        ("Storage Blob Data Contributor", developer, "storage"),
        ("Azure AI Administrator", identity, "group"),
        ("Storage Blob Data Contributor", identity, "storage"),
        ("Key Vault Administrator", identity, "vault"),
        ("Cognitive Services OpenAI User", identity, "ai-services"),
    }


def test_each_role_assignment_has_a_guid_a_principal_type_and_a_reason(declared: "Declared") -> None:
    assignments = declared.all(ASSIGNMENT)
    assert len({each["roleAssignmentName"] for each in assignments.values()}) == len(assignments)
    for each in assignments.values():
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each["roleAssignmentName"])
        assert each["principalType"] in ("User", "ServicePrincipal")
        assert each["description"]


def test_no_role_is_owner_or_contributor(declared: "Declared") -> None:
    refused = {str(roles()[name].guid) for name in ("Owner", "Contributor", "User Access Administrator")}
    given = {each["roleDefinitionId"].rsplit("/", 1)[1] for each in declared.all(ASSIGNMENT).values()}
    assert not refused & given


def test_microsoft_network_is_registered_with_all_that_is_used(declared: "Declared") -> None:
    registered = {each["namespace"] for each in declared.all("tunestack:index:ProviderRegistration").values()}
    azure = [each for each in declared.resources if each.token.startswith("azure-native:")]
    used = {by_token(each.token).type.split("/")[0] for each in azure}
    assert "Microsoft.Network" in registered
    # These two are registered in every subscription from its start.
    assert used - registered == {"Microsoft.Resources", "Microsoft.Authorization"}


def test_the_outputs_are_what_job_modules_read(declared: "Declared") -> None:
    assert set(declared.outputs) >= OUTPUTS
    assert declared.outputs["fine_tuning"] == {"epochs": 2}
    assert declared.outputs["workspace_name"] == declared.outputs["project_name"]
    assert declared.outputs["workspace_id"].endswith("/project")


def test_a_pinned_catalogue_date_is_handed_to_the_jobs(declared: "Declared", pinned: "Declared") -> None:
    assert "catalogue_date" not in declared.outputs
    assert pinned.outputs["catalogue_date"] == "2025-06-30"


def test_no_output_or_input_holds_a_secret(declared: "Declared") -> None:
    text = json.dumps([dict(each.inputs) for each in declared.resources]) + json.dumps(dict(declared.outputs))
    assert not re.search(r"accountkey|password|secretvalue|sharedaccess", text, re.IGNORECASE)


@pytest.mark.skipif(not SHARED.is_dir(), reason="Azure's published body schemas are not beside this clone")
@pytest.mark.parametrize("fixture", ["declared", "protected"])
def test_each_body_is_valid_as_azure_publishes_it(fixture: str, request: pytest.FixtureRequest) -> None:
    stack: Declared = request.getfixturevalue(fixture)
    published = json.loads((SHARED / "index.json").read_text())["resources"]
    bodies = [each for each in stack.resources if each.token in published]
    assert bodies
    for each in bodies:
        row, schema = by_token(each.token), json.loads((SHARED / published[each.token]["file"]).read_text())
        body = without_nulls(request_body(row, each.inputs))
        found = list(jsonschema.Draft202012Validator(schema).iter_errors(body))
        assert not found, f"{each.name}: {found[0].json_path}: {found[0].message}"
