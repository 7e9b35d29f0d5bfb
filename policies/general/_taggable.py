"""Which of Azure's resources can carry tags."""

from typing import Final

from policies.resources import Resource

_TAGGABLE: Final = frozenset(
    {
        "applicationinsights:Component",
        "cognitiveservices:Account",
        "cognitiveservices:Deployment",
        "cognitiveservices:Project",
        "cognitiveservices:RaiPolicy",
        "containerregistry:Registry",
        "keyvault:Key",
        "keyvault:Secret",
        "keyvault:Vault",
        "machinelearningservices:BatchEndpoint",
        "machinelearningservices:Compute",
        "machinelearningservices:OnlineDeployment",
        "machinelearningservices:OnlineEndpoint",
        "machinelearningservices:ServerlessEndpoint",
        "machinelearningservices:Workspace",
        "managedidentity:UserAssignedIdentity",
        "monitor:ActionGroup",
        "monitor:MetricAlert",
        "network:NatGateway",
        "network:NetworkSecurityGroup",
        "network:PrivateEndpoint",
        "network:PublicIPAddress",
        "network:VirtualNetwork",
        "operationalinsights:Workspace",
        "privatedns:PrivateZone",
        "privatedns:VirtualNetworkLink",
        "resources:ResourceGroup",
        "storage:StorageAccount",
    }
)
"""Types of azure-native 3.24.0 that the suite declares, or could, whose class takes ``tags``."""


def is_taggable(resource: Resource) -> bool:
    """Says whether a resource can carry tags."""
    return resource.type.removeprefix("azure-native:") in _TAGGABLE
