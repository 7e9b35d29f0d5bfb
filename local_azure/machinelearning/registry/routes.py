"""The registry ``azureml`` as azure-ai-ml reads it: where it is, its models, their versions."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError
from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import PROVIDER
from local_azure.machinelearning.registry.registry_models import REGISTRY, ListedModel, RegistryModels
from local_azure.platform import Platform
from local_azure.tokens import MANAGEMENT_AUDIENCES

_GROUP = "azureml-registries"
_MADE = "2024-04-23T00:00:00Z"  # when Phi-3 entered Azure's catalogue; the date of every model here


class Registry:
    """The routes of registry discovery and of the registry's own front end.

    Args:
        platform: The local Azure.
        models: The registry's models.
    """

    def __init__(self, platform: Platform, models: RegistryModels) -> None:
        self._platform = platform
        self._models = models

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        base = (
            "/mferp/managementfrontend/subscriptions/{subscription}/resourceGroups/{group}"
            f"/providers/{PROVIDER}/registries/{{registry}}/models"
        )
        return [
            Route("/registrymanagement/v1.0/registries/{registry}/discovery", self.discovery, methods=["GET"]),
            Route(base, self.containers, methods=["GET"]),
            Route(f"{base}/{{name}}", self.container, methods=["GET"]),
            Route(f"{base}/{{name}}/versions", self.versions, methods=["GET"]),
            Route(f"{base}/{{name}}/versions/{{version}}", self.version, methods=["GET"]),
        ]

    async def discovery(self, request: Request) -> Response:
        """Answers where the registry is."""
        self._check(request)
        region = (request.url.hostname or "").split(".")[0]
        return JSONResponse(
            {
                "registryName": REGISTRY,
                "primaryRegion": region,
                "primaryRegionResourceProviderUri": f"https://{region}.api.azureml.ms/",
                "resourceGroup": _GROUP,
                "subscriptionId": SUBSCRIPTION_ID,
                "tenantId": TENANT_ID,
                "isPublic": True,
            }
        )

    async def containers(self, request: Request) -> Response:
        """Answers all models."""
        self._check(request)
        return JSONResponse({"value": [_container(model) for model in self._models.all()]})

    async def container(self, request: Request) -> Response:
        """Answers a model."""
        return JSONResponse(_container(self._model(request)))

    async def versions(self, request: Request) -> Response:
        """Answers the versions of a model; none where there is no such model."""
        self._check(request)
        model = self._models.get(request.path_params["name"])
        return JSONResponse({"value": [_version(model)] if model else []})

    async def version(self, request: Request) -> Response:
        """Answers a version of a model."""
        model = self._model(request)
        if request.path_params["version"] != model.version:
            raise _no_model(f"{model.name}, version {request.path_params['version']},")
        return JSONResponse(_version(model))

    def _model(self, request: Request) -> ListedModel:
        self._check(request)
        model = self._models.get(request.path_params["name"])
        if model is None:
            raise _no_model(request.path_params["name"])
        return model

    def _check(self, request: Request) -> None:
        # The registry is public: who has a token may read it.
        self._platform.tokens.verify(request, audiences=(*MANAGEMENT_AUDIENCES, "https://ml.azure.com"))
        if request.path_params["registry"].lower() != REGISTRY:
            raise AzureError(404, "UserError", f"There is no registry '{request.path_params['registry']}' here.")


def _container(model: ListedModel) -> Json:
    properties: Json = {
        "latestVersion": model.version,
        "nextVersion": None,
        "isArchived": False,
        "description": None,
        "tags": {},
        "properties": {},
    }
    return {**_envelope(model, f"models/{model.name}", model.name), "properties": properties}


def _version(model: ListedModel) -> Json:
    tags = {"task": "chat-completion", "author": model.publisher}
    if model.tune_in:
        tags |= {"finetuning-tasks": "chat-completion", "maas-finetuning-deploy-regions": ",".join(model.tune_in)}
    properties = {
        "modelType": "mlflow_model",
        "modelUri": f"azureml://registries/{REGISTRY}/models/{model.name}/versions/{model.version}",
        "flavors": {},
        "isArchived": False,
        "isAnonymous": False,
        "description": None,
        "tags": tags,
        "properties": {},
    }
    path = f"models/{model.name}/versions/{model.version}"
    return {**_envelope(model, path, model.version), "properties": properties}


def _envelope(model: ListedModel, path: str, name: str) -> Json:
    return {
        "id": f"azureml://registries/{REGISTRY}/{path}",
        "name": name,
        "type": "models" if name == model.name else "versions",
        "systemData": {"createdAt": _MADE, "createdBy": model.publisher, "lastModifiedAt": _MADE},
    }


def _no_model(what: str) -> AzureError:
    return AzureError(404, "UserError", f"Model {what} was not found in registry '{REGISTRY}'.")
