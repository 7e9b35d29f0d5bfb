"""What examples of several classes have in common: a group, an account, a workspace, an identity."""

from tests.toolchain.azure_native.fake_azure import GROUP

SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/ai"
IDENTITY_ID = f"{GROUP}-people/providers/Microsoft.ManagedIdentity/userAssignedIdentities/runner"
IDENTITY = {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY_ID]}
PLACED = {"resourceGroupName": "rg", "location": "eastus2"}
IN_ACCOUNT = {"resourceGroupName": "rg", "accountName": "ai"}
IN_PROJECT = {**IN_ACCOUNT, "projectName": "writing"}
IN_WORKSPACE = {"resourceGroupName": "rg", "workspaceName": "hub"}
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
GUID = "11111111-2222-4333-8444-555555555555"
CONNECTION = {"authType": "AAD", "category": "AIServices", "target": "https://ai"}
