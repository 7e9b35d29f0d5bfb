"""AI Services accounts, projects, model deployments, content filters and quotas, by azure-mgmt-cognitiveservices."""

from collections.abc import Iterator

from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-accounts", "conformance-account"
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}


def commands() -> Iterator[Command]:
    """Makes an account with all that hangs on it, deletes it, and purges its name."""
    client = CognitiveServicesManagementClient(credential(), SUBSCRIPTION)
    yield from group_commands(GROUP, "Microsoft.CognitiveServices")
    yield from _account(client)
    yield from _deployments(client)
    yield from _others(client)
    yield from _end(client)


def _account(client: CognitiveServicesManagementClient) -> Iterator[Command]:
    accounts = client.accounts
    body = {
        "location": LOCATION,
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "identity": {"type": "SystemAssigned"},
        "properties": {"customSubDomainName": NAME, "allowProjectManagement": True, "disableLocalAuth": False},
    }
    yield (
        "check_domain_availability",
        lambda: holds(
            client.check_domain_availability(
                subdomain_name=NAME, type="Microsoft.CognitiveServices/accounts"
            ).is_subdomain_available,
            True,
        ),
    )
    yield "accounts.begin_create", lambda: holds(accounts.begin_create(GROUP, NAME, body).result().name, NAME)
    yield "accounts.get", lambda: holds(accounts.get(GROUP, NAME).properties.provisioning_state, "Succeeded")
    yield (
        "accounts.begin_update",
        lambda: holds(accounts.begin_update(GROUP, NAME, {"tags": {"stage": "two"}}).result().tags, {"stage": "two"}),
    )
    yield (
        "accounts.list_by_resource_group",
        lambda: holds([one.name for one in accounts.list_by_resource_group(GROUP)], [NAME]),
    )
    yield "accounts.list", lambda: holds(NAME in [one.name for one in accounts.list()], True)
    yield "accounts.list_keys", lambda: holds(bool(accounts.list_keys(GROUP, NAME).key1), True)
    yield (
        "accounts.list_models",
        lambda: holds(MODEL["name"] in [one.name for one in accounts.list_models(GROUP, NAME)], True),
    )


def _deployments(client: CognitiveServicesManagementClient) -> Iterator[Command]:
    deployments = client.deployments
    body = {"sku": {"name": "GlobalStandard", "capacity": 5}, "properties": {"model": MODEL}}
    yield (
        "deployments.begin_create_or_update",
        lambda: holds(deployments.begin_create_or_update(GROUP, NAME, "base", body).result().sku.capacity, 5),
    )
    yield "deployments.get", lambda: holds(deployments.get(GROUP, NAME, "base").properties.model.name, MODEL["name"])
    yield "deployments.list", lambda: holds([one.name for one in deployments.list(GROUP, NAME)], ["base"])
    huge = {**body, "sku": {"name": "GlobalStandard", "capacity": 10_000_000}}
    yield (
        "deployments.begin_create_or_update beyond the quota",
        lambda: refuses(
            "InsufficientQuota", lambda: deployments.begin_create_or_update(GROUP, NAME, "huge", huge).result()
        ),
    )
    yield (
        "usages.list",
        lambda: holds(
            [
                one.current_value
                for one in client.usages.list(LOCATION)
                if "gpt-4.1-mini" in (one.name.value or "").lower()
            ][:1],
            [5],
        ),
    )


def _others(client: CognitiveServicesManagementClient) -> Iterator[Command]:
    projects = client.projects
    project = {"location": LOCATION, "identity": {"type": "SystemAssigned"}, "properties": {}}
    yield (
        "projects.begin_create",
        lambda: holds(bool(projects.begin_create(GROUP, NAME, "one", project).result().id), True),
    )
    yield "projects.list", lambda: holds(len(list(projects.list(GROUP, NAME))), 1)
    yield "projects.begin_delete", lambda: projects.begin_delete(GROUP, NAME, "one").result()
    yield "models.list", lambda: holds(bool(list(client.models.list(LOCATION))), True)
    yield "rai_policies.list", lambda: holds(isinstance(list(client.rai_policies.list(GROUP, NAME)), list), True)
    yield (
        "model_capacities.list",
        lambda: holds(bool(list(client.model_capacities.list("OpenAI", MODEL["name"], MODEL["version"]))), True),
    )


def _end(client: CognitiveServicesManagementClient) -> Iterator[Command]:
    accounts, deleted = client.accounts, client.deleted_accounts
    yield "deployments.begin_delete", lambda: client.deployments.begin_delete(GROUP, NAME, "base").result()
    yield "accounts.begin_delete", lambda: accounts.begin_delete(GROUP, NAME).result()
    yield "deleted_accounts.list", lambda: holds(NAME in [one.name for one in deleted.list()], True)
    yield "deleted_accounts.get", lambda: holds(deleted.get(LOCATION, GROUP, NAME).name, NAME)
    yield "deleted_accounts.begin_purge", lambda: deleted.begin_purge(LOCATION, GROUP, NAME).result()
    yield "accounts.get of a purged account", lambda: refuses("ResourceNotFound", lambda: accounts.get(GROUP, NAME))
