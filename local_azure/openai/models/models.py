"""The operations on models: lists and shows those of the catalogue and the account's own, and deletes the latter."""

import datetime as dt
from collections.abc import Sequence

from starlette.responses import JSONResponse, Response

from catalogue.model import Model
from catalogue.models import models
from catalogue.tunable import tunable
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.openai.jobs.base_models import model_name
from local_azure.openai.models.tuned import TunedModel, TunedModelStore
from local_azure.openai.operations import Call, Operation
from local_azure.platform import Platform


class Models:
    """The models that an account can use.

    Args:
        platform: The local Azure.
        tuned: Those that jobs have made.
    """

    def __init__(self, platform: Platform, tuned: TunedModelStore) -> None:
        self._platform = platform
        self._tuned = tuned

    def operations(self) -> Sequence[Operation]:
        """Returns the operations."""
        return [
            Operation("GET", "/models", "models/read", self.list),
            Operation("GET", "/models/{model}", "models/read", self.show),
            Operation("DELETE", "/models/{model}", "models/delete", self.delete),
        ]

    async def list(self, call: Call) -> Response:
        """Answers all models."""
        own = [_tuned_body(each) for each in self._tuned.all(call.owner) if not each.is_checkpoint]
        return JSONResponse({"object": "list", "data": [*self._bases(call), *own]})

    async def show(self, call: Call) -> Response:
        """Answers one model."""
        name = call.path("model")
        own = self._tuned.find(call.owner, name)
        if own is not None:
            return JSONResponse(_tuned_body(own))
        for body in self._bases(call):
            if body["id"] == name:
                return JSONResponse(body)
        raise self._tuned.not_there(name)

    async def delete(self, call: Call) -> Response:
        """Deletes a tuned model that no deployment has."""
        name = call.path("model")
        own = self._tuned.find(call.owner, name)
        if own is None:
            if any(body["id"] == name for body in self._bases(call)):
                raise AzureError(403, "forbidden", f"The base model '{name}' is not yours to delete.")
            raise self._tuned.not_there(name)
        self._tuned.delete(call.account, own)
        return JSONResponse({"id": own.name, "object": "model", "deleted": True})

    def _bases(self, call: Call) -> Sequence[Json]:
        on = self._platform.options.catalogue_date or dt.date.min
        region = call.account.location
        served = [model for model in models().models.values() if model.serving and model.serving.format == "OpenAI"]
        return [_body(model, can_tune=tunable(model.name, "openai", region, on) is None) for model in served]


def _body(model: Model, *, can_tune: bool) -> Json:
    ends = {"inference": model.base.until, "fine_tune": None}
    tuning = model.tuning_by("openai")
    if tuning is not None:
        ends["fine_tune"] = tuning.training.until
    return {
        "id": model_name(model),
        "object": "model",
        "status": "succeeded",
        "lifecycle_status": model.lifecycle,
        "capabilities": _capabilities(fine_tune=can_tune),
        "deprecation": {name: _seconds(day) for name, day in ends.items() if day is not None},
    }


def _tuned_body(model: TunedModel) -> Json:
    return {
        "id": model.name,
        "object": "model",
        "status": "succeeded",
        "created_at": model.created_at,
        "model": f"{model.base}-{model.version}",
        "fine_tune": model.job_id,
        "lifecycle_status": "generally-available",
        "capabilities": _capabilities(fine_tune=False),
    }


def _capabilities(*, fine_tune: bool) -> Json:
    kinds = {"chat_completion": True, "completion": False, "embeddings": False}
    return {"fine_tune": fine_tune, "inference": True, **kinds}


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
