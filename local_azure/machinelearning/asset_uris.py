"""The ways Azure ML writes where data and models are: ``azureml:`` URIs and ARM ids of assets, parsed once."""

import re
from dataclasses import dataclass

from local_azure.errors import AzureError, bad_request

_SHORT_PATH = re.compile(r"^azureml://datastores/(?P<datastore>[^/]+)/paths/(?P<path>.*)$", re.IGNORECASE)
_LONG_PATH = re.compile(
    r"^azureml://subscriptions/[^/]+/resourcegroups/[^/]+(?:/providers/Microsoft\.MachineLearningServices)?"
    r"/workspaces/[^/]+/datastores/(?P<datastore>[^/]+)/paths/(?P<path>.*)$",
    re.IGNORECASE,
)
_ARM_ASSET = re.compile(
    r"^(?:azureml:)?(?P<workspace>/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.MachineLearningServices"
    r"/workspaces/[^/]+)/(?P<kind>data|models|environments|codes)/(?P<name>[^/]+)/versions/(?P<version>[^/]+)$",
    re.IGNORECASE,
)
_LOCATED_ASSET = re.compile(
    r"^azureml://locations/[^/]+/workspaces/(?P<guid>[^/]+)/(?P<kind>data|models)/(?P<name>[^/]+)"
    r"/versions/(?P<version>[^/]+)$",
    re.IGNORECASE,
)
_NAMED_ASSET = re.compile(r"^azureml:(?P<name>[^:/]+):(?P<version>[^:/]+)$", re.IGNORECASE)
_REGISTRY_MODEL = re.compile(
    r"^azureml://registries/(?P<registry>[^/]+)/models/(?P<name>[^/]+)(?:/(?:versions|labels)/(?P<version>[^/]+))?$",
    re.IGNORECASE,
)
_JOB_OUTPUT = re.compile(
    r"^azureml://jobs/(?P<job>[^/]+)/outputs/(?P<output>[^/]+)(?:/paths(?:/(?P<path>.*))?)?/?$", re.IGNORECASE
)
_RUN_PATH = re.compile(r"^runs:/+(?P<job>[^/]+)/(?P<path>.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class DatastorePath:
    """A blob or folder on a datastore of the workspace at hand."""

    datastore: str
    path: str


@dataclass(frozen=True)
class Asset:
    """A version of a data asset or model.

    Attributes:
        name: The asset's name.
        version: Its version.
        workspace_id: The workspace's ARM id where the URI names it; empty otherwise.
        workspace_guid: The workspace's guid where the URI names that instead; empty otherwise.
    """

    name: str
    version: str
    workspace_id: str = ""
    workspace_guid: str = ""


@dataclass(frozen=True)
class JobOutput:
    """An output of a job of the workspace at hand, or something in it.

    Attributes:
        job: The job's name.
        output: The output's name; ``default`` for what lies among the job's artifacts.
        path: Below the output; empty for all of it.
    """

    job: str
    output: str
    path: str = ""


@dataclass(frozen=True)
class RegistryModel:
    """A model of a registry; no version means the latest."""

    registry: str
    name: str
    version: str | None


def data_location(uri: str) -> DatastorePath | Asset:
    """Returns what a data URI points at.

    Raises:
        AzureError: 400 for a form that a fine-tuning job doesn't take, such as a public web address.
    """
    location = datastore_path(uri) or _asset(uri, "data")
    if location is None:
        raise _unknown_form(uri, "azureml://datastores/NAME/paths/FILE, a data asset's ARM id or azureml:NAME:VERSION")
    return location


def model_reference(uri: str) -> RegistryModel | Asset:
    """Returns which model a model id names.

    Raises:
        AzureError: 400 for a form that isn't a model id.
    """
    found = _REGISTRY_MODEL.match(uri)
    if found:
        version = found["version"]
        return RegistryModel(found["registry"], found["name"], None if version == "latest" else version)
    asset = _asset(uri, "models")
    if asset is None:
        raise _unknown_form(
            uri, "azureml://registries/REGISTRY/models/NAME or the ARM id of a workspace's model version"
        )
    return asset


def environment_reference(uri: str) -> Asset | None:
    """Returns the workspace's environment that an id names, or None for another form, such as a registry's."""
    return _asset(uri, "environments")


def code_reference(uri: str) -> Asset | None:
    """Returns the workspace's code that an id names, or None for another form."""
    return _asset(uri, "codes")


def datastore_path(uri: str) -> DatastorePath | None:
    """Returns the datastore and path of a short or long ``azureml://`` path, or None for another form."""
    found = _SHORT_PATH.match(uri) or _LONG_PATH.match(uri)
    return None if found is None else DatastorePath(found["datastore"], found["path"])


def job_output(uri: str) -> JobOutput | None:
    """Returns the job's output that ``azureml://jobs/...`` or ``runs:/...`` names, or None for another form."""
    if found := _JOB_OUTPUT.match(uri):
        return JobOutput(found["job"], found["output"], found["path"] or "")
    found = _RUN_PATH.match(uri)
    return None if found is None else JobOutput(found["job"], "default", found["path"])


def _asset(uri: str, kind: str) -> Asset | None:
    if (found := _ARM_ASSET.match(uri)) and found["kind"].lower() == kind:
        return Asset(found["name"], found["version"], workspace_id=found["workspace"])
    if (found := _LOCATED_ASSET.match(uri)) and found["kind"].lower() == kind:
        return Asset(found["name"], found["version"], workspace_guid=found["guid"])
    if found := _NAMED_ASSET.match(uri):
        return Asset(found["name"], found["version"])
    return None


def _unknown_form(uri: str, known: str) -> AzureError:
    return bad_request(f"The uri '{uri}' isn't one of the forms known here: {known}.", code="UserError", target="uri")
