"""Settings of the base deployment on the Foundry account and of the content filter in front of it."""

from typing import Literal

from pydantic import Field

from stacks.settings.values import Setting

DeploymentSku = Literal["GlobalStandard", "DataZoneStandard", "Standard"]
Severity = Literal["Low", "Medium", "High"]


class ContentFilter(Setting):
    """What the content filter does in place of Azure's default."""

    off: bool = Field(
        default=False,
        description="true lets everything through, which Azure allows to approved subscriptions only; true or false",
    )
    severity: Severity = Field("Medium", description="from which severity on content is blocked: Low, Medium or High")
    prompt_shield: bool = Field(default=True, description="whether attacks in prompts are blocked: true or false")
    protected_material: bool = Field(
        default=True, description="whether protected texts and code in answers are blocked: true or false"
    )


class OpenAi(Setting):
    """The base model's deployment."""

    deployment: str | None = Field(
        None,
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]{1,63}$",
        description="name of the base deployment, 2 to 64 letters, digits, '.', '_' and '-'; the model's when absent",
    )
    version: str | None = Field(None, description="the model's version; the catalogue's when absent")
    sku: DeploymentSku = Field("GlobalStandard", description="GlobalStandard, DataZoneStandard or Standard")
    capacity: int = Field(
        50,
        ge=1,
        le=5000,
        description="thousands of tokens a minute, 1 to 5000; `tunestack doctor` tells what fits",
    )
    deployed_before: bool = Field(
        default=False,
        description="whether the subscription has deployed this version before, so that Azure keeps a deprecated model "
        "open to it: true or false",
    )
    content_filter: ContentFilter | None = Field(
        None, description="a content filter of one's own; Azure's default when absent"
    )
