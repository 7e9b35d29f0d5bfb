"""Only models that the catalogue knows are deployed, and none that is retired on the day that counts."""

from collections.abc import Iterator

from catalogue.models import models
from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource


def check(resource: Resource, context: Context) -> Iterator[str]:
    """Looks at deployments on accounts, and at serverless endpoints, which name a model by its registry."""
    if resource.type.endswith(":Deployment"):
        name = resource.get("properties.model.name")
    else:
        name = _registry_model(resource.get("properties.modelSettings.modelId"))
    if not isinstance(name, str):
        return
    allowed = context.options.get("allowed", list(models().models))
    if name not in allowed:
        yield f"{name} is no allowed model; allowed: {', '.join(allowed)}"
    elif name in models().models:
        yield _over(name, context)


POLICY = Policy(
    name="cognitive-services-allowed-models",
    summary="Deployed models are on the list, and live.",
    reason="A model that nobody has looked at, or that Azure switches off, ends up in front of users.",
    fix="name a live model of catalogue/models.yaml, or add a reviewed row there",
    severity="high",
    types=("cognitiveservices:Deployment", "machinelearningservices:ServerlessEndpoint"),
    check=check,
    built_in=("aafe3651-cb78-4f68-9f81-e7e41509110f", "12e5dd16-d201-47ff-849b-8454061c293d"),
    controls=("AI-1",),
    options={
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "names of the models that may be deployed; all of the catalogue when absent",
        }
    },
)


def _registry_model(model_id: object) -> str | None:
    parts = model_id.split("/") if isinstance(model_id, str) else []
    is_registry = "registries" in parts and "models" in parts
    return parts[parts.index("models") + 1] if is_registry else None


def _over(name: str, context: Context) -> str:
    model = models().models[name]
    if not model.base.passed(context.catalogue_day):
        return ""
    instead = f"; its successor is {model.successor}" if model.successor else ""
    return f"{name} is retired since {model.base.until} (as of {model.base.as_of}){instead}"
