"""A serverless endpoint: its name within Azure's rules, what it serves, where it answers."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

MAXIMUM_NAME = 32
"""Letters, digits and hyphens, a letter first; unique in the region, being a host name (catalogue, 2026-11)."""


@dataclass(frozen=True)
class EndpointSpec:
    """A serverless endpoint to create.

    Attributes:
        model_id: `azureml://` id of the model it serves.
        content_safety: whether Azure AI Content Safety screens prompts and answers.
        tags: who pays, until when, for which run.
    """

    name: str
    location: str
    model_id: str
    content_safety: bool
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Endpoint:
    """A serverless endpoint as it is.

    Attributes:
        state: its provisioning state; `Succeeded` when it serves.
        uri: where it answers, without a path; empty until it does.
    """

    name: str
    state: str
    uri: str
    model_id: str
    content_safety: bool
    tags: Mapping[str, str]


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
