"""The registry's routes: its discovery and its models, for whoever has a token."""

from tests.local_azure.machinelearning.running import RunningAzure

HOST = "https://eastus.api.azureml.ms"


def test_discovery_leads_to_models_with_the_regions_they_are_tuned_in(azure: RunningAzure) -> None:
    found = azure.call("GET", f"{HOST}/registrymanagement/v1.0/registries/azureml/discovery").json()
    base = (
        f"{found['primaryRegionResourceProviderUri']}mferp/managementfrontend/subscriptions/{found['subscriptionId']}"
        f"/resourceGroups/{found['resourceGroup']}/providers/Microsoft.MachineLearningServices/registries/azureml/models"
    )
    model = azure.call("GET", f"{base}/Phi-4-mini-instruct/versions").json()["value"][0]
    assert model["id"] == "azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1"
    assert "eastus2" in model["properties"]["tags"]["maas-finetuning-deploy-regions"].split(",")
    assert azure.call("GET", f"{base}/Phi-4-mini-instruct/versions/2").status_code == 404
    assert azure.call("GET", f"{base}/unheard-of").status_code == 404
    assert "Phi-4" in [each["name"] for each in azure.call("GET", base).json()["value"]]


def test_a_caller_without_a_token_reads_nothing(azure: RunningAzure) -> None:
    assert azure.http.get(f"{HOST}/registrymanagement/v1.0/registries/azureml/discovery").status_code == 401


def test_another_registry_is_not_here(azure: RunningAzure) -> None:
    answer = azure.call("GET", f"{HOST}/registrymanagement/v1.0/registries/HuggingFace/discovery")
    assert answer.status_code == 404
    assert "HuggingFace" in answer.json()["error"]["message"]
