"""The managed network of a hub or workspace: what jobs and endpoints may reach from Azure's own compute.

Azure adds private endpoints to the workspace's own storage (blob and file), vault and registry by itself and refuses
rules of one's own to them (azureml-examples pull request 2990, 2024-02-08; azure-docs how-to-managed-network).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import pulumi

if TYPE_CHECKING:
    from pulumi_azure_native import machinelearningservices as ml

Isolation = Literal["Disabled", "AllowInternetOutbound", "AllowOnlyApprovedOutbound"]
"""From open to closed; Azure goes no way back, see infra/provider/network_isolation.py."""


@dataclass(frozen=True)
class Reached:
    """A resource that the managed network gets a private endpoint to: its ARM id and which side of it."""

    target_id: pulumi.Input[str]
    group_id: str


@dataclass(frozen=True)
class ManagedNetwork:
    """What is reached from a managed network, beyond what Azure adds by itself.

    Attributes:
        isolation: How closed it is.
        endpoints: Private endpoints by name of the rule, 3 to 33 letters, digits, ``-`` and ``_``.
        hosts: Host names of the internet by name of the rule; only where nothing but the approved is reached. Each goes
            through an Azure Firewall, which bills by the hour.
    """

    isolation: Isolation = "Disabled"
    endpoints: Mapping[str, Reached] = field(default_factory=dict)
    hosts: Mapping[str, str] = field(default_factory=dict)

    @property
    def replacing(self) -> tuple[str, ...]:
        """Members of a workspace whose change towards this network can only be had with a new workspace."""
        return {
            "Disabled": ("managedNetwork",),
            "AllowInternetOutbound": ("managedNetwork.isolationMode",),
            "AllowOnlyApprovedOutbound": (),
        }[self.isolation]

    def settings(self) -> "ml.ManagedNetworkSettingsArgs | None":
        """Gives what a workspace is sent; None leaves its compute on the internet."""
        from pulumi_azure_native import machinelearningservices as ml

        if self.isolation == "Disabled":
            return None
        approved_only = self.isolation == "AllowOnlyApprovedOutbound"
        rules = {name: _endpoint_rule(reached) for name, reached in self.endpoints.items()}
        hosts = {name: _host_rule(host) for name, host in self.hosts.items()} if approved_only else {}
        return ml.ManagedNetworkSettingsArgs(
            isolation_mode=ml.IsolationMode(self.isolation),
            firewall_sku=ml.FirewallSku.BASIC if hosts else None,  # Standard costs more and adds nothing here
            outbound_rules={**rules, **hosts},
        )


RULE_NAME_CHARACTERS: Final = 33
"""Longest name of an outbound rule: that of other children of a workspace, unverified for rules."""

PUBLIC_NETWORK: Final = ManagedNetwork()
"""No managed network: compute reaches the internet."""


def host_rules(hosts: Sequence[str]) -> dict[str, str]:
    """Gives hosts by the name of their rule, the same for the same host: ``*.example.com`` is ``any-example-com``."""
    return {_rule_name(host): host for host in hosts}


def _rule_name(host: str) -> str:
    name = host.replace("*", "any").replace(".", "-")
    if len(name) <= RULE_NAME_CHARACTERS:
        return name
    return f"{name[: RULE_NAME_CHARACTERS - 9]}-{hashlib.sha256(host.encode()).hexdigest()[:8]}"


def _endpoint_rule(reached: Reached) -> "ml.PrivateEndpointOutboundRuleArgs":
    from pulumi_azure_native import machinelearningservices as ml

    return ml.PrivateEndpointOutboundRuleArgs(
        type="PrivateEndpoint",
        category=ml.RuleCategory.USER_DEFINED,
        destination=ml.PrivateEndpointDestinationArgs(
            service_resource_id=reached.target_id, subresource_target=reached.group_id, spark_enabled=False
        ),
    )


def _host_rule(host: str) -> "ml.FqdnOutboundRuleArgs":
    from pulumi_azure_native import machinelearningservices as ml

    return ml.FqdnOutboundRuleArgs(type="FQDN", category=ml.RuleCategory.USER_DEFINED, destination=host)
