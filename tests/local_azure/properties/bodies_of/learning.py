"""Bodies of Azure ML: workspaces, assets, jobs and endpoints."""

from collections.abc import Mapping

from tests.local_azure.properties.bodies_of.parts import LEARNING, PHI, STORAGE, Body, online_endpoint


def learning_bodies(group: str, suffix: str) -> Mapping[str, Body]:
    """Returns the bodies of workspaces and what is in them."""
    project = f"{LEARNING}/project-there"
    common = {"location": "eastus2", "identity": {"type": "SystemAssigned"}}
    stands_on = {
        "storageAccount": f"{group}/{STORAGE}/stthere{suffix}",
        "keyVault": f"{group}/providers/Microsoft.KeyVault/vaults/kv-there-{suffix}",
    }
    nodes = {"vmSize": "Standard_E4s_v3", "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 1}}
    host = {"type": "FQDN", "category": "UserDefined", "destination": "packages.example.com"}
    uri = "azureml://datastores/workspaceblobstore/paths/rows"
    tuning = {
        "modelProvider": "Custom",
        "taskType": "chatCompletion",
        "model": {"jobInputType": "mlflow_model", "uri": PHI},
        "trainingData": {"jobInputType": "uri_file", "uri": f"{uri}.jsonl"},
        "hyperParameters": {"num_train_epochs": "1"},
    }
    outputs = {"registered_model": {"jobOutputType": "mlflow_model", "assetName": "tuned"}}
    key = {"category": "ApiKey", "authType": "ApiKey", "target": "https://x.example.com/", "credentials": {"key": "p"}}
    return {
        f"{LEARNING}/hub-new": {
            **common,
            "kind": "Hub",
            "properties": {**stands_on, "managedNetwork": {"isolationMode": "AllowInternetOutbound"}},
        },
        f"{LEARNING}/project-new": {
            **common,
            "kind": "Project",
            "properties": {"hubResourceId": f"{group}/{LEARNING}/hub-there", "friendlyName": "New"},
        },
        f"{project}/computes/cluster": {
            "location": "eastus2",
            "properties": {"computeType": "AmlCompute", "properties": nodes},
        },
        f"{project}/connections/other": {"properties": key},
        f"{project}/capabilityHosts/agents": {"properties": {"capabilityHostKind": "Agents"}},
        f"{LEARNING}/hub-there/outboundRules/packages": {"properties": host},
        f"{project}/datastores/rows": {
            "properties": {
                "datastoreType": "AzureBlob",
                "accountName": f"stthere{suffix}",
                "containerName": "rows",
                "credentials": {"credentialsType": "None"},
            }
        },
        f"{project}/data/rows": {"properties": {"dataType": "uri_file", "description": "rows"}},
        f"{project}/data/rows/versions/1": {"properties": {"dataType": "uri_file", "dataUri": f"{uri}.jsonl"}},
        f"{project}/models/own": {"properties": {"description": "own"}},
        f"{project}/models/own/versions/1": {"properties": {"modelUri": uri, "modelType": "custom_model"}},
        f"{project}/codes/own": {"properties": {"description": "own"}},
        f"{project}/codes/own/versions/1": {"properties": {"codeUri": uri}},
        f"{project}/environments/own": {"properties": {"description": "own"}},
        f"{project}/environments/own/versions/1": {
            "properties": {"image": "mcr.microsoft.com/x:1", "condaFile": "name: x"}
        },
        f"{project}/jobs/tune": {
            "properties": {"jobType": "FineTuning", "fineTuningDetails": tuning, "outputs": outputs}
        },
        f"{project}/jobs/run": {
            "properties": {
                "jobType": "Command",
                "command": "true",
                "environmentId": f"{group}/{project}/environments/own/versions/1",
                "computeId": f"{group}/{project}/computes/none",
                "inputs": {"rows": {"jobInputType": "uri_file", "uri": f"{uri}.jsonl", "mode": "ReadOnlyMount"}},
                "outputs": {"made": {"jobOutputType": "uri_folder"}},
                "environmentVariables": {"A": "b"},
                "resources": {"instanceCount": 1},
            }
        },
        f"{project}/marketplaceSubscriptions/phi": {"properties": {"modelId": PHI}},
        f"{project}/serverlessEndpoints/less-{suffix}": {
            "location": "eastus2",
            "sku": {"name": "Consumption"},
            "properties": {"authMode": "Key", "modelSettings": {"modelId": PHI}},
        },
        f"{project}/onlineEndpoints/on-new-{suffix}": online_endpoint(),
        f"{project}/onlineEndpoints/on-there-{suffix}/deployments/blue": {
            "location": "eastus2",
            "sku": {"name": "Default", "capacity": 1},
            "properties": {
                "endpointComputeType": "Managed",
                "instanceType": "Standard_E4s_v3",
                "codeConfiguration": {"codeId": f"{group}/{project}/codes/own/versions/1", "scoringScript": "s.py"},
                "environmentId": f"{group}/{project}/environments/own/versions/1",
                "requestSettings": {"requestTimeout": "PT90S", "maxConcurrentRequestsPerInstance": 4},
                "environmentVariables": {"WORKER_COUNT": "4"},
                "livenessProbe": {"period": "PT10S"},
            },
        },
    }
