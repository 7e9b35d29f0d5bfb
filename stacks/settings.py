"""What a stack can be told: its settings, checked before anything is created.

Each setting is one key, ``tunestack:NAME``, of the configuration in ``stacks/Pulumi.<stack>.yaml``. Nothing here
reads a clock: days are settings too.
"""

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from catalogue.models import models
from catalogue.regions import regions
from catalogue.tunable import tunable

Journey = Literal["phi3"]
SoftDeletedPolicy = Literal["purge", "recover", "fail"]
PrincipalType = Literal["User", "Group", "ServicePrincipal"]

METHODS: dict[Journey, Literal["serverless"]] = {"phi3": "serverless"}
"""How each journey tunes its model."""

TagValue = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""Azure allows tag values of up to 256 characters (azure-docs tag-resources, 2026-10)."""


class _Setting(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Developer(_Setting):
    """Who does the steps of the journey after the infrastructure is up."""

    object_id: UUID | None = Field(None, description="object id in Entra; the caller that runs Pulumi when absent")
    type: PrincipalType = Field("User", description="User, Group or ServicePrincipal")


class FineTuning(_Setting):
    """Hyperparameters that this stack sets over those of a recipe; only those given count."""

    epochs: int | None = Field(None, ge=1, le=10, description="passes over the training rows, 1 to 10")
    learning_rate: float | None = Field(None, gt=0, le=0.1, description="above 0, at most 0.1")
    batch_size: int | None = Field(None, ge=1, le=32, description="rows a device takes per step, 1 to 32")


class Settings(_Setting):
    """All settings of a stack."""

    journey: Journey = Field(description="the journey that the stack is for: phi3")
    environment: str = Field(
        pattern=r"^[a-z][a-z0-9]{1,7}$",
        description="2 to 8 lower-case letters and digits, such as dev or prod; part of names and a tag",
    )
    subscription_id: UUID = Field(
        description="the Azure subscription that the stack belongs to; a caller in another one is refused"
    )
    location: str = Field("eastus2", description="an Azure region, such as eastus2, where the model can be tuned")
    name_prefix: str = Field(
        "tunestack",
        pattern=r"^[a-z][a-z0-9]{1,9}$",
        description="2 to 10 lower-case letters and digits that names begin with",
    )
    owner: TagValue = Field(description="who answers for the resources; a tag on everything")
    cost_centre: TagValue = Field(description="who pays for the resources; a tag on everything")
    expiry: dt.date = Field(description="the day, as YYYY-MM-DD, after which the resources may be swept; a tag")
    catalogue_date: dt.date | None = Field(
        None, description="the day, as YYYY-MM-DD, whose model catalogue counts; the catalogue's own when absent"
    )
    model: str = Field(description="the base model that is fine-tuned, such as Phi-4-mini-instruct")
    fine_tuning: FineTuning = Field(FineTuning(), description="hyperparameters set over those of recipes")
    developer: Developer = Field(Developer(), description="who does the steps of the journey: object_id and type")
    register_providers: bool = Field(
        default=True,
        description="whether to register resource providers, which needs rights on the subscription: true or false",
    )
    soft_deleted: SoftDeletedPolicy = Field(
        "purge",
        description="what is done with deleted resources that Azure keeps under our names: purge, recover or fail",
    )
    purge_protection: bool = Field(
        default=False, description="whether deleted vaults can't be purged by anyone: true or false; can't be undone"
    )
    retention_days: int = Field(
        7, ge=7, le=90, description="days that Azure keeps deleted blobs and a deleted vault, 7 to 90"
    )

    @property
    def decided_on(self) -> dt.date:
        """The day whose facts decide what can be tuned: pinned, or the one up to which the catalogue was read."""
        return self.catalogue_date or models().as_of

    @model_validator(mode="after")
    def _location_is_known(self) -> Self:
        if self.location not in regions():
            raise PydanticCustomError(
                "location", "{reason}", {"key": "location", "value": self.location, "reason": _among(tuple(regions()))}
            )
        return self

    @model_validator(mode="after")
    def _model_can_be_tuned(self) -> Self:
        refusal = tunable(self.model, METHODS[self.journey], self.location, self.decided_on)
        if refusal is not None:
            key, value = ("location", self.location) if refusal.because == "region" else ("model", self.model)
            raise PydanticCustomError("tunable", "{reason}", {"key": key, "value": value, "reason": refusal.message})
        return self

    @model_validator(mode="after")
    def _protected_vaults_are_not_purged(self) -> Self:
        if self.purge_protection and self.soft_deleted == "purge":
            reason = "with tunestack:purge_protection nothing can be purged; allowed are recover, fail"
            context = {"key": "soft_deleted", "value": self.soft_deleted, "reason": reason}
            raise PydanticCustomError("purge", "{reason}", context)
        return self


def _among(allowed: tuple[str, ...]) -> str:
    return f"allowed are {', '.join(allowed)}"
