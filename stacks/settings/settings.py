"""All settings of a stack and the rules between them.

Each setting is one key, ``tunestack:NAME``, of the configuration in ``stacks/Pulumi.<stack>.yaml``. Nothing here
reads a clock: days are settings too.
"""

import datetime as dt
from typing import Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from catalogue.deployable import deployable
from catalogue.models import Method, models
from catalogue.regions import regions
from catalogue.tunable import tunable
from stacks.settings.alerts import Alerts
from stacks.settings.budget import Budget
from stacks.settings.compute import Compute
from stacks.settings.encryption import CustomerManagedKey
from stacks.settings.existing import LOOKED_UP, Existing
from stacks.settings.models import FineTuning, Models
from stacks.settings.network import Network
from stacks.settings.openai import OpenAi
from stacks.settings.people import Caller, Developer, GitHub, IdentityProfile
from stacks.settings.values import Setting, TagValue, refused

Journey = Literal["phi3", "gpt4o", "phi3-custom", "platform"]
SoftDeletedPolicy = Literal["purge", "recover", "fail"]

METHODS: Final[dict[Journey, tuple[Method, ...]]] = {
    "phi3": ("serverless",),
    "gpt4o": ("openai",),
    "phi3-custom": ("command",),
    "platform": ("serverless", "openai", "command"),
}
"""By which methods each journey tunes its models."""


class Settings(Setting):
    """All settings of a stack."""

    journey: Journey = Field(description="the journey that the stack is for: phi3, gpt4o, phi3-custom or platform")
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
    models: Models = Field(description="the base model of each method of the journey: serverless, openai, command")
    fine_tuning: FineTuning = Field(FineTuning(), description="hyperparameters set over those of recipes")
    openai: OpenAi = Field(
        OpenAi(), description="the base deployment: deployment, version, sku, capacity, content_filter"
    )
    compute: Compute = Field(Compute(), description="clusters for one's own script, and the machine that serves")
    network: Network = Field(Network(), description="who reaches the resources: profile, isolation and ranges")
    existing: Existing = Field(Existing(), description="ids of resources to use instead of making new ones")
    customer_managed_key: CustomerManagedKey | None = Field(
        None, description="a key of one's own to encrypt with: vault, key and identity; Microsoft's when absent"
    )
    diagnostics: bool = Field(default=True, description="whether resource logs go to Log Analytics: true or false")
    budget: Budget | None = Field(None, description="a monthly budget: amount, start, emails, thresholds")
    alerts: Alerts | None = Field(
        None, description="alerts on slow, failing and throttled answers and on failed jobs; none when absent"
    )
    protect: bool = Field(
        default=False, description="whether what holds data is locked and refused to destroy: true or false"
    )
    geo_redundant: bool = Field(
        default=False, description="whether storage is copied to the paired region as well: true or false"
    )
    identity_profile: IdentityProfile = Field(
        "least", description="least, or seed: one identity with Contributor for everything"
    )
    developer: Developer = Field(Developer(), description="who does the steps of the journey: object_id and type")
    caller: Caller | None = Field(None, description="who may ask deployed models and nothing else: object_id and type")
    github: GitHub | None = Field(
        None, description="the repository whose workflows deploy this stack: repository and environment"
    )
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
            raise refused(f"allowed are {', '.join(regions())}", self.location, "location")
        return self

    @model_validator(mode="after")
    def _models_can_be_tuned(self) -> Self:
        for method in METHODS[self.journey]:
            model = getattr(self.models, method)
            if model is None:
                raise refused(f"the journey {self.journey} tunes by the method {method}", model, f"models.{method}")
            newcomer = not self.openai.deployed_before
            refusal = tunable(model, method, self.location, self.decided_on, newcomer=newcomer)
            if refusal is not None:
                by_region = refusal.because == "region"
                key, value = ("location", self.location) if by_region else (f"models.{method}", model)
                raise refused(refusal.message, value, key)
        return self

    @model_validator(mode="after")
    def _base_model_can_be_deployed(self) -> Self:
        if "openai" not in METHODS[self.journey] or self.models.openai is None:
            return self
        wanted = self.openai
        refusal = deployable(
            self.models.openai,
            wanted.version,
            wanted.sku,
            self.location,
            self.decided_on,
            newcomer=not wanted.deployed_before,
        )
        if refusal is not None:
            key, value = {
                "version": ("openai.version", wanted.version),
                "sku": ("openai.sku", wanted.sku),
                "region": ("location", self.location),
                "newcomer": ("openai.deployed_before", "false"),
            }.get(refusal.because, ("models.openai", self.models.openai))
            raise refused(refusal.message, value, key)
        return self

    @model_validator(mode="after")
    def _protected_vaults_are_not_purged(self) -> Self:
        if self.purge_protection and self.soft_deleted == "purge":
            reason = "with tunestack:purge_protection nothing can be purged; allowed are recover, fail"
            raise refused(reason, self.soft_deleted, "soft_deleted")
        return self

    @model_validator(mode="after")
    def _pipelines_are_no_developers(self) -> Self:
        if self.github is not None and self.developer.object_id is None:
            reason = (
                "with tunestack:github the stack is deployed by you and by a pipeline in turn, and the developer's "
                "roles would go to whoever did last; set it to the object id of who does the steps"
            )
            raise refused(reason, None, "developer.object_id")
        return self

    @model_validator(mode="after")
    def _one_identity_is_for_one_guide(self) -> Self:
        if self.identity_profile == "seed" and self.journey != "phi3-custom":
            reason = f"seed is how the guide to a custom Phi-3 does it, not the journey {self.journey}; use least"
            raise refused(reason, self.identity_profile, "identity_profile")
        return self

    @model_validator(mode="after")
    def _what_is_looked_up_is_in_the_subscription(self) -> Self:
        for name in LOOKED_UP:
            arm_id = getattr(self.existing, name)
            if arm_id is not None and arm_id.split("/")[2].lower() != str(self.subscription_id):
                reason = f"it isn't in the subscription {self.subscription_id} (tunestack:subscription_id)"
                raise refused(reason, arm_id, f"existing.{name}")
        return self

    @model_validator(mode="after")
    def _own_keys_go_with_the_methods(self) -> Self:
        if self.customer_managed_key is not None and "serverless" in METHODS[self.journey]:
            reason = (
                f"serverless fine-tuning, a method of the journey {self.journey}, doesn't work with customer-managed "
                "keys (azure-ai-docs fine-tune-serverless, 2026-01-28); leave it out"
            )
            raise refused(reason, self.customer_managed_key.key, "customer_managed_key")
        return self
