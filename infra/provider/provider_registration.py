"""ProviderRegistration: registers a resource provider in a subscription and waits until it is; never unregisters it."""

import re
from collections.abc import Mapping
from typing import Final

from infra.provider.arm import Arm
from infra.provider.clock import Clock
from infra.provider.errors import OwnResourceError
from infra.provider.own_resource import Created, Properties

API_VERSION: Final = "2021-04-01"  # of Microsoft.Resources/providers; azure-rest-api-specs, 2026-10
POLL_SECONDS: Final = 2.0
DEADLINE_SECONDS: Final = 900.0
"""Registrations are seen to take up to some ten minutes."""

_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+")
_ID = re.compile(r"/subscriptions/(?P<subscription>[^/]+)/providers/(?P<namespace>[^/]+)", re.IGNORECASE)


class ProviderRegistration:
    """Inputs: subscriptionId, namespace. Output: registrationState, always ``Registered``."""

    inputs = ("subscriptionId", "namespace")
    replacing = ("subscriptionId", "namespace")

    def __init__(self, arm: Arm, clock: Clock) -> None:
        self._arm = arm
        self._clock = clock

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses what is no namespace."""
        namespace = inputs.get("namespace")
        if isinstance(namespace, str) and not _NAMESPACE.fullmatch(namespace):
            return {"namespace": f"'{namespace}' is no resource provider; they are named like Microsoft.Storage"}
        return {}

    def preview(self, inputs: Properties) -> Properties:
        """Registered, or the creation fails."""
        return {"registrationState": "Registered"}

    def create(self, inputs: Properties) -> Created:
        """Registers the provider and waits until it is Registered."""
        path = f"/subscriptions/{inputs['subscriptionId']}/providers/{inputs['namespace']}"
        deadline = self._clock.monotonic() + DEADLINE_SECONDS
        state = self._state(path)
        if state not in ("Registered", "Registering"):
            self._arm.post(f"{path}/register", API_VERSION)
            state = self._state(path)
        while state != "Registered":
            if self._clock.monotonic() > deadline:
                raise OwnResourceError(
                    f"{path} is still {state} after {DEADLINE_SECONDS:.0f} s; run `pulumi up` again later"
                )
            self._clock.sleep(POLL_SECONDS)
            state = self._state(path)
        return Created(path, {"registrationState": state})

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Reads the registration; what isn't Registered any more counts as gone, and `pulumi up` registers it again."""
        parts = _ID.fullmatch(resource_id)
        if parts is None:
            raise OwnResourceError(f"'{resource_id}' is no id like /subscriptions/GUID/providers/Microsoft.Storage")
        found = self._state(resource_id)
        if found != "Registered":
            return None
        inputs = {"subscriptionId": parts["subscription"], "namespace": parts["namespace"]}
        return Created(resource_id, {**inputs, "registrationState": found})

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Nothing can change in place."""
        return {"registrationState": state.get("registrationState", "Registered")}

    def delete(self, state: Properties) -> None:
        """Leaves the provider registered: others in the subscription may use it."""

    def _state(self, path: str) -> str:
        return str((self._arm.get(path, API_VERSION) or {}).get("registrationState", "NotRegistered"))
