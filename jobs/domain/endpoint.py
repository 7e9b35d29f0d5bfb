"""Where a model is served: the endpoint's name within Azure's rules, what it serves, where it answers."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

MAXIMUM_NAME = 32
"""Letters, digits and hyphens, a letter first; unique in the region, being a host name (catalogue, 2026-11)."""

SUCCEEDED = "Succeeded"
"""The provisioning state of what serves."""

BASE = "base"
"""What a request names as its model to be answered by the base that a tuned model stands on."""


@dataclass(frozen=True)
class EndpointSpec:
    """An endpoint to create, or a deployment behind one.

    Attributes:
        model_id: of the model it serves, as the method's endpoints name it.
        content_safety: whether Azure AI Content Safety screens prompts and answers.
        tags: who pays, until when, for which run.
        sku: the type of an Azure OpenAI deployment, or the machines of a managed online one; empty where neither.
        capacity: units of the model (mostly 1,000 tokens a minute), or machines; 0 where neither.
        deployment: which of several behind the endpoint; empty where the endpoint is all there is.
    """

    name: str
    location: str
    model_id: str
    content_safety: bool
    tags: Mapping[str, str]
    sku: str = ""
    capacity: int = 0
    deployment: str = ""


@dataclass(frozen=True)
class Endpoint:
    """An endpoint as it is, or one of the deployments behind it.

    Attributes:
        state: its provisioning state; `Succeeded` when it serves.
        uri: where it answers; empty until it does. Without a path, except for managed online endpoints.
        sku: as asked for, or as the service chose.
        capacity: likewise.
        deployment: the one that is meant of those behind the endpoint; empty for whichever its traffic goes to.
        traffic: the share of the endpoint's requests that come here, in per cent.
        asked_as: what requests name as their model, where one deployment answers for several; else empty.
    """

    name: str
    state: str
    uri: str
    model_id: str
    content_safety: bool
    tags: Mapping[str, str] = field(default_factory=dict)
    sku: str = ""
    capacity: int = 0
    deployment: str = ""
    traffic: int = 100
    asked_as: str = ""

    @property
    def serves(self) -> bool:
        """Whether it is there to answer."""
        return self.state == SUCCEEDED

    @property
    def label(self) -> str:
        """How a user tells it from others: `NAME`, or `NAME/DEPLOYMENT`."""
        return f"{self.name}/{self.deployment}" if self.deployment else self.name

    def for_base(self, model_id: str) -> "Endpoint":
        """The same deployment, asked for the base model's answers."""
        return replace(self, model_id=model_id, asked_as=BASE)

    def as_users_ask(self) -> "Endpoint":
        """The endpoint as its users reach it: wherever its traffic goes."""
        return replace(self, deployment="")


def name_for_versions(tuned_model: str, workspace_path: str) -> str:
    """The name of the one endpoint that all versions of a model are behind.

    Args:
        tuned_model: the name that its versions are registered under.
        workspace_path: ARM id of the workspace.
    """
    return endpoint_name(tuned_model, workspace_path, tuned_model)


def endpoint_name(label: str, workspace_path: str, model_id: str) -> str:
    """A name for the endpoint of one model in one workspace: always the same for these two, and free of others' names.

    Args:
        label: a readable start, e.g. the tuned model's name.
        workspace_path: ARM id of the workspace.
        model_id: what is served.
    """
    digest = hashlib.sha256(f"{workspace_path.lower()} {model_id}".encode()).hexdigest()[:8]
    readable = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
    readable = readable if readable[:1].isalpha() else f"m-{readable}"
    return f"{readable[: MAXIMUM_NAME - 9].rstrip('-')}-{digest}"
