"""NameRelease: frees the names that Azure holds for what was deleted, or brings vaults and accounts back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from infra.provider.arm import Arm
from infra.provider.clock import Clock
from infra.provider.errors import ArmError, OwnResourceError
from infra.provider.own_resource import UNKNOWN, Created, Properties, Unknown
from infra.provider.soft_deleted import (
    WORKSPACE_API_VERSION,
    SoftDeleted,
    soft_deleted_account,
    soft_deleted_vault,
    workspace,
)

POLICIES: Final = ("purge", "recover", "fail")
FIRST_WAIT_SECONDS: Final = 1.0
LONGEST_WAIT_SECONDS: Final = 30.0
DEADLINE_SECONDS: Final = 900.0
"""Azure refuses to purge what is still being deleted (409); for an account that is seen to take minutes."""


class NameRelease:
    """Inputs: subscriptionId, resourceGroupName, location, vaultName, accountName, workspaceNames, policy.

    A name may be "" and the names of workspaces none, where a stack has no such resource. Deleted workspaces can only
    be purged: Azure lists them nowhere and documents no way for programs to bring one back.

    Outputs: vaultCreateMode (``default`` or ``recover``), accountRestore (true, or absent).
    """

    inputs = (
        "subscriptionId",
        "resourceGroupName",
        "location",
        "vaultName",
        "accountName",
        "workspaceNames",
        "policy",
    )
    replacing = ("subscriptionId", "resourceGroupName", "location", "vaultName", "accountName")

    def __init__(self, arm: Arm, clock: Clock) -> None:
        self._arm = arm
        self._clock = clock

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses unknown policies."""
        policy = inputs.get("policy")
        if isinstance(policy, str) and policy not in POLICIES:
            return {"policy": f"'{policy}' is no policy; policies: {', '.join(POLICIES)}"}
        return {}

    def preview(self, inputs: Properties) -> Properties:
        """Looks for what holds the names, where these are known, and refuses as creating would."""
        if any(isinstance(inputs.get(name), Unknown) for name in self.inputs):
            return {"vaultCreateMode": UNKNOWN, "accountRestore": UNKNOWN}
        return self._outputs(inputs, self._held(inputs))

    def create(self, inputs: Properties) -> Created:
        """Purges what holds the names, or says that it is to be brought back."""
        held = self._held(inputs)
        outputs = self._outputs(inputs, held)
        if inputs["policy"] == "purge":
            self._purge(held)
            self._purge_workspaces(inputs)
        return Created(_id(inputs), outputs)

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Gives what was noted; there is nothing to look at while the names are in use."""
        if not state:
            raise OwnResourceError("NameRelease can't be imported; `pulumi up` creates it and touches nothing in use")
        return Created(resource_id, state)

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Takes another policy over for the next destroy; what was brought back stays so."""
        return {name: state[name] for name in ("vaultCreateMode", "accountRestore") if name in state}

    def delete(self, state: Properties) -> None:
        """Purges what holds the names when the policy says so, and checks that they are free."""
        if state["policy"] == "purge":
            self._purge(self._held(state))
            self._purge_workspaces(state)

    def _held(self, inputs: Properties) -> Sequence[SoftDeleted]:
        subscription_id, location = str(inputs["subscriptionId"]), str(inputs["location"])
        group, account = str(inputs["resourceGroupName"]), str(inputs["accountName"])
        wanted = (
            soft_deleted_vault(subscription_id, location, str(inputs["vaultName"])),
            soft_deleted_account(subscription_id, location, group, account),
        )
        return [twin for twin in wanted if twin.name and self._look(twin) is not None]

    def _outputs(self, inputs: Properties, held: Sequence[SoftDeleted]) -> Properties:
        policy = inputs["policy"]
        if policy == "fail" and held:
            names = " and ".join(str(twin) for twin in held)
            raise OwnResourceError(
                f"Azure still keeps the deleted {names} under that name; purge it, or set tunestack:soft_deleted to "
                "purge or recover"
            )
        if policy == "purge":
            self._refuse_protected(held)
        recovered = {twin.kind for twin in held} if policy == "recover" else set()
        restore = {"accountRestore": True} if "account" in recovered else {}
        return {"vaultCreateMode": "recover" if "vault" in recovered else "default", **restore}

    def _refuse_protected(self, held: Sequence[SoftDeleted]) -> None:
        for twin in held:
            properties = (self._look(twin) or {}).get("properties") or {}
            if properties.get("purgeProtectionEnabled"):
                until = properties.get("scheduledPurgeDate", "its retention ends")
                raise OwnResourceError(
                    f"the deleted {twin} is protected from purging until {until}; set tunestack:soft_deleted to recover"
                )

    def _purge(self, held: Sequence[SoftDeleted]) -> None:
        self._refuse_protected(held)
        for twin in held:
            self._purge_one(twin)

    def _purge_one(self, twin: SoftDeleted) -> None:
        deadline = self._clock.monotonic() + DEADLINE_SECONDS
        wait = FIRST_WAIT_SECONDS
        while self._look(twin) is not None:
            try:
                self._ask_to_purge(twin)
            except ArmError as refused:
                if refused.status != 409 or self._clock.monotonic() + wait > deadline:
                    raise
            if self._look(twin) is None:
                return
            if self._clock.monotonic() + wait > deadline:
                raise OwnResourceError(
                    f"Azure still holds the name of the deleted {twin} after {DEADLINE_SECONDS:.0f} s; run it again"
                )
            self._clock.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _purge_workspaces(self, inputs: Properties) -> None:
        for name in inputs.get("workspaceNames") or ():
            path = workspace(str(inputs["subscriptionId"]), str(inputs["resourceGroupName"]), str(name))
            # The same request deletes a workspace that lives: that one is in use, and its name not to be freed.
            if self._arm.get(path, WORKSPACE_API_VERSION) is None:
                self._arm.delete(path, WORKSPACE_API_VERSION, forceToPurge="true")

    def _ask_to_purge(self, twin: SoftDeleted) -> None:
        if twin.kind == "vault":
            self._arm.post(f"{twin.path}/purge", twin.api_version)
        else:
            self._arm.delete(twin.path, twin.api_version)

    def _look(self, twin: SoftDeleted) -> dict[str, Any] | None:
        return self._arm.get(twin.path, twin.api_version)


def _id(inputs: Properties) -> str:
    group = f"/subscriptions/{inputs['subscriptionId']}/resourceGroups/{inputs['resourceGroupName']}"
    return f"{group}/names/{inputs['vaultName']}+{inputs['accountName']}"
