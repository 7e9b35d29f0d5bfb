"""Quota: sees to it that a family of machines has as many vCPUs as are needed, and asks only for what lacks."""

from collections.abc import Mapping
from typing import Any, Final

from infra.provider.arm import Arm
from infra.provider.arm_id import name_of
from infra.provider.clock import Clock
from infra.provider.errors import ArmError, OwnResourceError
from infra.provider.own_resource import UNKNOWN, Created, Properties, Unknown

POLL_SECONDS: Final = 30.0
"""Between two looks at a request that another run made; to the one who asks, Azure says the same in Retry-After
(azure-rest-api-specs, Microsoft.Quota, 2026-10)."""
DEADLINE_SECONDS: Final = 900.0
"""Requests that are granted at all by the service itself are seen to take about a minute (azure-cli-extensions
recordings, 2026-10); what isn't decided by then waits for people."""

_OPEN: Final = frozenset({"Accepted", "InProgress"})


class Quota:
    """Inputs: subscriptionId, location, family, limit (vCPUs).

    Outputs: presentLimit, the vCPUs that the subscription has; asked, what was asked for, absent where nothing was.
    """

    inputs = ("subscriptionId", "location", "family", "limit")
    replacing = ("subscriptionId", "location", "family")

    def __init__(self, arm: Arm, clock: Clock) -> None:
        self._arm = arm
        self._clock = clock

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses limits that are no whole number of vCPUs."""
        limit = inputs.get("limit")
        if limit is None or (isinstance(limit, int) and limit > 0):
            return {}
        return {"limit": f"'{limit}' is no number of vCPUs; give a whole number above 0"}

    def preview(self, inputs: Properties) -> Properties:
        """Says what would be asked for; changes nothing."""
        if any(isinstance(inputs.get(name), Unknown) for name in self.inputs):
            return {"presentLimit": UNKNOWN, "asked": UNKNOWN}
        try:
            present = self._limit(_path(inputs))
        except ArmError as refused:
            if refused.code == "MissingSubscriptionRegistration":  # registered by the same `pulumi up`, before this
                return {"presentLimit": UNKNOWN, "asked": UNKNOWN}
            raise
        if present >= inputs["limit"]:
            return {"presentLimit": present}
        return {"presentLimit": inputs["limit"], "asked": _wording(inputs, present)}

    def announcement(self, planned: Properties) -> str:
        """Says what would be asked for."""
        asked = planned.get("asked")
        return f"asks Azure for {asked}" if isinstance(asked, str) else ""

    def create(self, inputs: Properties) -> Created:
        """Asks for what lacks and waits for the decision.

        Raises:
            OwnResourceError: Azure didn't grant it, or didn't decide.
        """
        return Created(_path(inputs), self._reach(inputs))

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Reads the limit; one that has become lower counts as a change, so that `pulumi up` asks again."""
        inputs = _parse(resource_id)
        present = self._limit(resource_id)
        wanted = int(state.get("limit", present))
        asked = {"asked": state["asked"]} if "asked" in state else {}
        return Created(resource_id, {**inputs, "limit": min(wanted, present), "presentLimit": present, **asked})

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Asks for what lacks of the new limit; a lower one is only noted.

        Raises:
            OwnResourceError: Azure didn't grant it, or didn't decide.
        """
        return self._reach(inputs)

    def delete(self, state: Properties) -> None:
        """Leaves the limit: others in the subscription may count on it, and asking again takes days at times."""

    def _reach(self, inputs: Properties) -> Properties:
        path, wanted = _path(inputs), int(inputs["limit"])
        present = self._limit(path)
        if present >= wanted:
            return {"presentLimit": present}
        request, pause = self._open_request(path, wanted), POLL_SECONDS
        if not request:
            request, pause = self._ask(path, inputs)
        if request:
            self._wait(request, inputs, pause)
        present = self._limit(path)
        if present < wanted:
            raise _not_granted(inputs, request, f"Azure granted {present}")
        return {"presentLimit": present, "asked": _wording(inputs, present)}

    def _limit(self, path: str) -> int:
        found = self._arm.get(path, _api_version())
        limit = ((found or {}).get("properties") or {}).get("limit") or {}
        return int(limit.get("value", 0))

    def _open_request(self, path: str, wanted: int) -> str:
        # A run that was killed while it waited goes on with the request that it made.
        for request in self._requests(path):
            properties = request.get("properties") or {}
            if properties.get("provisioningState") in _OPEN and any(
                _is_enough(each, name_of(path), wanted) for each in properties.get("value") or ()
            ):
                return str(request["id"])
        return ""

    def _requests(self, path: str) -> list[dict[str, Any]]:
        scope, _, _ = path.rpartition("/quotas/")
        try:
            return list(self._arm.list(f"{scope}/quotaRequests", _api_version()))
        except ArmError as refused:
            if refused.code == "InvalidResourceType":  # a cloud that doesn't list them: asking twice is harmless
                return []
            raise

    def _ask(self, path: str, inputs: Properties) -> tuple[str, float]:
        body = {
            "properties": {
                "limit": {"limitObjectType": "LimitValue", "value": inputs["limit"]},
                "name": {"value": inputs["family"]},
                "resourceType": "dedicated",
            }
        }
        try:
            answer, pause = self._arm.submit(path, _api_version(), body)
        except ArmError as refused:
            if refused.code in ("ContactSupport", "QuotaNotAvailableForResource", "QuotaReductionNotSupported"):
                raise _not_granted(inputs, "", str(refused)) from refused
            raise
        request_id = str(answer.get("id", ""))
        return (request_id if "/quotarequests/" in request_id.lower() else ""), pause

    def _wait(self, request_id: str, inputs: Properties, pause: float) -> None:
        deadline = self._clock.monotonic() + DEADLINE_SECONDS
        while True:
            request = (self._arm.get(request_id, _api_version()) or {}).get("properties") or {}
            state = request.get("provisioningState")
            if state == "Succeeded":
                return
            if state not in _OPEN:
                raise _not_granted(inputs, request_id, _reason(request))
            if self._clock.monotonic() + pause > deadline:
                raise _not_granted(inputs, request_id, f"it is undecided after {DEADLINE_SECONDS:.0f} s")
            self._clock.sleep(pause)


def _is_enough(part: Mapping[str, Any], family: str, wanted: int) -> bool:
    asked = (part.get("limit") or {}).get("value", 0)
    return str((part.get("name") or {}).get("value", "")).lower() == family.lower() and asked >= wanted


def _reason(request: Mapping[str, Any]) -> str:
    error = request.get("error") or {}
    message = error.get("message") or request.get("message") or "Azure gives no reason"
    return f"{error.get('code', request.get('provisioningState'))}: {message}"


def _not_granted(inputs: Properties, request_id: str, reason: str) -> OwnResourceError:
    family, limit, location = inputs["family"], inputs["limit"], inputs["location"]
    ticket, why = f" (request {name_of(request_id)})" if request_id else "", reason.rstrip(".")
    return OwnResourceError(
        f"the quota of {limit} vCPUs of {family} in {location} was asked for{ticket} and isn't granted: {why}. "
        f"Ask Azure support for it (portal: Quotas, Machine learning, {location}, {family}, new limit {limit}), "
        "quoting the request, and run `pulumi up` again when it is granted. To train on CPU meanwhile: set "
        "tunestack:compute.cpu_fallback to true and run `tunestack doctor --fix`, which sets gpu_nodes to 0"
    )


def _wording(inputs: Properties, present: int) -> str:
    return f"{inputs['limit']} vCPUs of {inputs['family']} in {inputs['location']}, where the limit is {present}"


def _path(inputs: Properties) -> str:
    region = f"/subscriptions/{inputs['subscriptionId']}/providers/Microsoft.MachineLearningServices/locations"
    return f"{region}/{inputs['location']}/providers/Microsoft.Quota/quotas/{inputs['family']}"


def _parse(resource_id: str) -> dict[str, str]:
    parts = resource_id.split("/")
    example = _path({"subscriptionId": "GUID", "location": "eastus2", "family": "StandardNCADSA100v4Family"})
    shape = example.split("/")
    fixed = [index for index in range(len(shape)) if index not in (2, 6, 10)]
    if len(parts) != len(shape) or any(parts[index].lower() != shape[index].lower() for index in fixed):
        raise OwnResourceError(f"'{resource_id}' is no id like {example}")
    return {"subscriptionId": parts[2], "location": parts[6], "family": parts[10]}


def _api_version() -> str:
    from catalogue.resource_types import by_type

    return by_type("Microsoft.Quota/quotas").api_version
