"""What a deployment asks for, checked and completed: machine, instances, limits of requests and probes."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.compute_skus import ComputeSku, UnknownComputeSkuError, compute_sku
from local_azure.errors import not_supported
from local_azure.json_types import Json
from local_azure.machinelearning.online_endpoints.durations import seconds_of
from local_azure.machinelearning.online_endpoints.refusals import invalid

# Azure ML documentation "reference-yaml-deployment-managed-online", 2026-10.
_REQUESTS: Json = {"requestTimeout": "PT5S", "maxConcurrentRequestsPerInstance": 1, "maxQueueWait": "PT0.5S"}
_LONGEST_REQUEST_SECONDS = 180.0
_PROBE: Json = {
    "initialDelay": "PT10S",
    "period": "PT10S",
    "timeout": "PT2S",
    "successThreshold": 1,
    "failureThreshold": 30,
}
_PROBES = ("livenessProbe", "readinessProbe")
_NOT_SERVED = {
    "dataCollector": "Log in the scoring script.",
    "modelMountPath": "It is for containers of one's own: read AZUREML_MODEL_DIR.",
    "startupProbe": "Set livenessProbe: its delay and threshold bound the start.",
}


@dataclass(frozen=True)
class Probe:
    """How a deployment is asked whether it is well; all in seconds but the threshold."""

    initial_delay: float
    period: float
    timeout: float
    failure_threshold: int

    @property
    def longest_start(self) -> float:
        """How long a deployment may take until it is well for the first time."""
        return self.initial_delay + self.period * self.failure_threshold


@dataclass(frozen=True)
class Settings:
    """A deployment's settings.

    Attributes:
        sku: The machine.
        instances: How many of them.
        request_seconds: How long a request may take.
        at_once: How many requests may run at a time, in all instances together.
        liveness: The probe that decides whether the script is started again.
    """

    sku: ComputeSku
    instances: int
    request_seconds: float
    at_once: int
    liveness: Probe


def completed(properties: Json) -> Json:
    """Returns a deployment's ``properties`` with what the service fills in."""
    sent = {member: value for member, value in properties.items() if value is not None}
    return {
        "description": None,
        "properties": {},
        "environmentVariables": {},
        "appInsightsEnabled": False,
        "egressPublicNetworkAccess": "Enabled",
        **sent,
        "scaleSettings": sent.get("scaleSettings") or {"scaleType": "Default"},
        "requestSettings": {**_REQUESTS, **_set(sent.get("requestSettings"))},
        **{probe: {**_PROBE, **_set(sent.get(probe))} for probe in _PROBES},
    }


def parse_settings(properties: Json, sku: Json, region: str) -> Settings:
    """Returns the settings of a deployment.

    Args:
        properties: Its ``properties``, completed or not.
        sku: Its ``sku``.
        region: Its location.

    Raises:
        AzureError: 400 naming the member; 501 for what isn't served here.
    """
    _require_served(properties)
    whole = completed(properties)
    machine = _machine(str(properties.get("instanceType") or ""), region)
    instances = _count(sku.get("capacity", 1), "Sku.Capacity")
    requests = whole["requestSettings"]
    longest = seconds_of(str(requests["requestTimeout"]), "RequestSettings.RequestTimeout")
    if not 0 < longest <= _LONGEST_REQUEST_SECONDS:
        raise invalid(
            f"The requestTimeout {requests['requestTimeout']} must be above 0 and at most "
            f"{_LONGEST_REQUEST_SECONDS:.0f} s.",
            "RequestSettings.RequestTimeout",
        )
    each = _count(requests["maxConcurrentRequestsPerInstance"], "RequestSettings.MaxConcurrentRequestsPerInstance")
    probes = {name: _probe(whole[name], name) for name in _PROBES}
    return Settings(machine, instances, longest, each * instances, probes["livenessProbe"])


def _require_served(properties: Json) -> None:
    kind = properties.get("endpointComputeType")
    if str(kind or "").lower() != "managed":
        raise not_supported(f"deployments with endpointComputeType '{kind}'", "It has managed ones: Managed.")
    for member, instead in _NOT_SERVED.items():
        if properties.get(member):
            raise not_supported(f"{member} of online deployments", instead)
    scaling = (properties.get("scaleSettings") or {}).get("scaleType") or "Default"
    if scaling != "Default":
        raise not_supported(f"deployments that scale by '{scaling}'", "Set sku.capacity.")
    if str(properties.get("egressPublicNetworkAccess") or "Enabled").lower() != "enabled":
        raise not_supported("legacy network isolation of deployments", "Give the workspace a managed network.")
    if not (properties.get("codeConfiguration") or {}).get("scoringScript"):
        raise not_supported(
            "deployments without a scoring script", "Set codeConfiguration with codeId and scoringScript."
        )


def _machine(size: str, region: str) -> ComputeSku:
    try:
        sku = compute_sku(size)
    except UnknownComputeSkuError as error:
        raise invalid(f"The instanceType '{size}' isn't known; known: {', '.join(error.known)}.", "VmSize") from error
    if region not in sku.family.regions:
        raise invalid(f"The instanceType '{sku.name}' isn't available in {region}.", "VmSize")
    return sku


def _probe(probe: Mapping[str, object], name: str) -> Probe:
    return Probe(
        initial_delay=seconds_of(str(probe["initialDelay"]), f"{name}.InitialDelay"),
        period=seconds_of(str(probe["period"]), f"{name}.Period"),
        timeout=seconds_of(str(probe["timeout"]), f"{name}.Timeout"),
        failure_threshold=_count(probe["failureThreshold"], f"{name}.FailureThreshold"),
    )


def _count(value: object, member: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise invalid(f"{value!r} must be a whole number of at least 1.", member)
    return value


def _set(members: Json | None) -> Json:
    return {name: value for name, value in (members or {}).items() if value is not None}
