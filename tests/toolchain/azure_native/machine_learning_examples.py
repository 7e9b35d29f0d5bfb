"""One resource of every class of Azure ML, as a program declares it."""

from typing import Any

from tests.toolchain.azure_native.example_members import CONNECTION, IDENTITY, IN_WORKSPACE, PLACED

MACHINE_LEARNING: dict[str, dict[str, Any]] = {
    "machinelearningservices:Workspace": {
        **PLACED,
        "workspaceName": "hub",
        "kind": "Hub",
        "identity": IDENTITY,
        "storageAccount": "/s",
        "sharedPrivateLinkResources": [{"name": "n", "groupId": "g", "privateLinkResourceId": "/p"}],
    },
    "machinelearningservices:WorkspaceConnection": {
        **IN_WORKSPACE,
        "connectionName": "search",
        "properties": CONNECTION,
    },
    "machinelearningservices:Compute": {
        **IN_WORKSPACE,
        "location": "eastus2",
        "computeName": "gpus",
        "identity": IDENTITY,
        "properties": {"computeType": "AmlCompute", "properties": {"vmSize": "Standard_NC24ads_A100_v4"}},
    },
    "machinelearningservices:OnlineEndpoint": {
        **IN_WORKSPACE,
        "location": "eastus2",
        "endpointName": "chat",
        "identity": IDENTITY,
        "properties": {"authMode": "AADToken", "traffic": {"blue": 100}},
    },
    "machinelearningservices:OnlineDeployment": {
        **IN_WORKSPACE,
        "location": "eastus2",
        "endpointName": "chat",
        "deploymentName": "blue",
        "sku": {"name": "Default", "capacity": 1},
        "properties": {"endpointComputeType": "Managed", "instanceType": "Standard_NC24ads_A100_v4", "model": "/m"},
    },
    "machinelearningservices:BatchEndpoint": {
        **IN_WORKSPACE,
        "location": "eastus2",
        "endpointName": "night",
        "properties": {"authMode": "AADToken", "defaults": {"deploymentName": "one"}},
    },
    "machinelearningservices:BatchDeployment": {
        **IN_WORKSPACE,
        "location": "eastus2",
        "endpointName": "night",
        "deploymentName": "one",
        "properties": {"compute": "/gpus", "miniBatchSize": 10},
    },
    "machinelearningservices:ServerlessEndpoint": {
        **IN_WORKSPACE,
        "location": "eastus2",
        "name": "phi",
        "identity": IDENTITY,
        "properties": {"authMode": "Key", "modelSettings": {"modelId": "azureml://registries/azureml/models/phi"}},
    },
    "machinelearningservices:MarketplaceSubscription": {
        **IN_WORKSPACE,
        "name": "offer",
        "properties": {"modelId": "azureml://registries/azureml/models/m"},
    },
    "machinelearningservices:Datastore": {
        **IN_WORKSPACE,
        "name": "files",
        "skipValidation": True,
        "properties": {
            "datastoreType": "AzureBlob",
            "accountName": "data",
            "containerName": "files",
            "credentials": {"credentialsType": "None"},
        },
    },
    "machinelearningservices:Job": {
        **IN_WORKSPACE,
        "id": "run",
        "properties": {"jobType": "Command", "command": "python x.py", "environmentId": "/e", "isArchived": False},
    },
    **{
        f"machinelearningservices:{kind}Container": {
            **IN_WORKSPACE,
            "name": "thing",
            "properties": {"description": "d"} | ({"dataType": "uri_file"} if kind == "Data" else {}),
        }
        for kind in ("Model", "Environment", "Data", "Code", "Component")
    },
    **{
        f"machinelearningservices:{kind}Version": {
            **IN_WORKSPACE,
            "name": "thing",
            "version": "1",
            "properties": properties,
        }
        for kind, properties in {
            "Model": {"modelType": "custom_model", "modelUri": "azureml://m"},
            "Environment": {"image": "mcr.microsoft.com/azureml/x", "osType": "Linux"},
            "Data": {"dataType": "uri_file", "dataUri": "azureml://d"},
            "Code": {"codeUri": "azureml://c"},
            "Component": {"componentSpec": {"command": "x"}},
        }.items()
    },
    "machinelearningservices:CapabilityHost": {
        **IN_WORKSPACE,
        "name": "agents",
        "properties": {"capabilityHostKind": "Agents"},
    },
    "machinelearningservices:ManagedNetworkSettingsRule": {
        **IN_WORKSPACE,
        "ruleName": "packages",
        "properties": {"type": "FQDN", "destination": "packages.example.com"},
    },
}
