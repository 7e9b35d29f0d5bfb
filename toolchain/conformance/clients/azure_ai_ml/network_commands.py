"""Managed networks of workspaces: made with a workspace, provisioned, their outbound rules added, changed, removed."""

from collections.abc import Iterator
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.entities import FqdnDestination, ServiceTagDestination
from place import put_workspace
from setting import Command, holds, is_gone

CLOSED = "conformancemlclosed"


def network_commands(client: MLClient, body: dict[str, Any]) -> Iterator[Command]:
    """Makes a workspace that lets nothing out but what its rules name, and deletes it.

    Args:
        client: On the client's own workspace.
        body: What a workspace on the same storage account is made of.
    """
    rules = client.workspace_outbound_rules
    closed = {
        **body,
        "properties": {**body["properties"], "managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}},
    }
    packages = FqdnDestination(name="packages", destination="packages.example.com")
    elsewhere = FqdnDestination(name="packages", destination="elsewhere.example.com")
    monitor = ServiceTagDestination(name="monitor", service_tag="AzureMonitor", protocol="TCP", port_ranges="443")
    yield "a workspace with a managed network", lambda: put_workspace(CLOSED, closed)
    yield "workspace_outbound_rules.begin_create", lambda: _created(client, packages, "packages.example.com")
    yield "workspace_outbound_rules.begin_create of a service tag", lambda: rules.begin_create(CLOSED, monitor).wait()
    yield "workspace_outbound_rules.begin_update", lambda: _updated(client, elsewhere)
    yield "workspace_outbound_rules.get", lambda: holds(rules.get(CLOSED, "monitor").service_tag, "AzureMonitor")
    yield "workspaces.begin_provision_network", lambda: _provisioned(client)
    yield "workspaces.get with its network", lambda: _shown(client)
    yield (
        "workspace_outbound_rules.list",
        lambda: holds({"packages", "monitor"} <= {one.name for one in rules.list(CLOSED)}, True),
    )
    yield "workspace_outbound_rules.begin_remove", lambda: rules.begin_remove(CLOSED, "packages").wait()
    yield "workspace_outbound_rules.get of what was removed", lambda: is_gone(lambda: rules.get(CLOSED, "packages"))
    yield (
        "workspaces.begin_delete with its network",
        lambda: client.workspaces.begin_delete(
            CLOSED, delete_dependent_resources=False, permanently_delete=True
        ).result(),
    )


def _created(client: MLClient, rule: FqdnDestination, destination: str) -> None:
    holds(client.workspace_outbound_rules.begin_create(CLOSED, rule).result().destination, destination)


def _updated(client: MLClient, rule: FqdnDestination) -> None:
    client.workspace_outbound_rules.begin_update(CLOSED, rule).result()
    holds(client.workspace_outbound_rules.get(CLOSED, "packages").destination, rule.destination)


def _provisioned(client: MLClient) -> None:
    done = client.workspaces.begin_provision_network(workspace_name=CLOSED, include_spark=False).result()
    holds(done.status, "Active")


def _shown(client: MLClient) -> None:
    network = client.workspaces.get(CLOSED).managed_network
    holds(network.isolation_mode, "AllowOnlyApprovedOutbound")
    holds({"packages", "monitor"} <= {one.name for one in network.outbound_rules}, True)
