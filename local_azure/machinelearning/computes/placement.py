"""Where a cluster stands: a subnet of one's own or the workspace's managed network, with public addresses or not."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request
from local_azure.machinelearning.computes.clusters import Cluster
from local_azure.machinelearning.managed_network.isolation import DISABLED, isolation_of, network_owner
from local_azure.network.linked_access import require_linked_access, require_reference
from local_azure.network.subnet_use import SUBNET, network_id_of
from local_azure.platform import Platform
from local_azure.resources import Resource


def check_placement(platform: Platform, write: Write, workspace: Resource, cluster: Cluster) -> None:
    """Returns when a cluster can stand where it asks to.

    Raises:
        AzureError: 400 or 403.
    """
    owner = network_owner(platform, workspace)
    managed = isolation_of(owner) != DISABLED
    if cluster.subnet_id:
        if managed:
            # physical-ai-toolchain issue 641, 2026-05: a subnet only where the isolation mode is Disabled.
            raise _invalid(
                f"workspace '{owner.name}' has a managed network: its computes can't have a subnet", "subnet"
            )
        subnet = require_reference(platform, write, cluster.subnet_id, SUBNET)
        require_linked_access(platform, write, f"{SUBNET}/join/action", subnet.id)
        network = platform.resources.get(network_id_of(subnet.id))
        if network is not None and network.location != cluster.location:
            raise _invalid(f"the subnet is in {network.location} and the compute in {cluster.location}", "subnet")
    asked = (write.body.get("properties") or {}).get("properties") or {}
    has_private_way = bool(cluster.subnet_id) or managed
    if asked.get("enableNodePublicIp") is False and not has_private_way:
        # Azure ML documentation "how-to-secure-training-vnet", 2026-10.
        raise _invalid("without a public address nodes need a subnet or a managed network", "enableNodePublicIp")


def _invalid(why: str, target: str) -> AzureError:
    return bad_request(f"The compute is not valid: {why}.", code="ValidationError", target=target)
