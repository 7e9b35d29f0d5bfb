"""AccountRunResources: removes what jobs made in a Foundry account, which Azure else refuses to delete."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from infra.provider.arm import Arm
from infra.provider.arm_id import name_of, type_of
from infra.provider.attempts import Step, attempt
from infra.provider.clock import Clock
from infra.provider.errors import OwnResourceError
from infra.provider.fine_tuning import FineTuning
from infra.provider.own_resource import Created, Properties
from infra.provider.patience import when_free

API_VERSION: Final = "2025-06-01"  # of accounts and their deployments, as in catalogue/types
OPENAI_HOST: Final = ".openai.azure.com"

_ARM_TYPE: Final = "microsoft.cognitiveservices/accounts"


class AccountRunResources:
    """Inputs: accountId, endpoint, stack ("" where the account is the stack's own). Creating it only notes them.

    Args:
        arm: Resource Manager.
        clock: What waiting is measured by.
        fine_tuning: Gives the fine-tuning of the account at an address.
    """

    inputs = ("accountId", "endpoint", "stack")
    replacing = ("accountId",)

    def __init__(self, arm: Arm, clock: Clock, fine_tuning: Callable[[str], FineTuning]) -> None:
        self._arm = arm
        self._clock = clock
        self._fine_tuning = fine_tuning

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses what is no account's id, and addresses to which its token must not go."""
        account_id, endpoint = inputs.get("accountId"), inputs.get("endpoint")
        problems = {}
        if isinstance(account_id, str) and type_of(account_id).lower() != _ARM_TYPE:
            problems["accountId"] = f"'{account_id}' is no id of a Cognitive Services account"
        if isinstance(endpoint, str):
            address = urlsplit(endpoint)
            if address.scheme != "https" or not (address.hostname or "").endswith(OPENAI_HOST):
                problems["endpoint"] = f"'{endpoint}' is no address https://NAME{OPENAI_HOST}/"
        return problems

    def preview(self, inputs: Properties) -> Properties:
        """There are no outputs besides the inputs."""
        return {}

    def create(self, inputs: Properties) -> Created:
        """Notes the account."""
        return Created(str(inputs["accountId"]), {})

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Gives what was noted."""
        if not state:
            raise OwnResourceError("AccountRunResources can't be imported; `pulumi up` creates it and touches nothing")
        return Created(resource_id, {})

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Takes the new address or name of the stack over."""
        return {}

    def delete(self, state: Properties) -> None:
        """Cancels jobs, then removes deployments, then tuned models and files; goes on after a failure.

        Raises:
            ArmError: Azure can't say what is there.
            OwnResourceError: Something is left; each of it is named with the reason.
        """
        account_id, stack = str(state["accountId"]), str(state["stack"])
        if self._arm.get(account_id, API_VERSION) is None:
            return
        steps: list[Iterator[Step]] = [self._deployments(account_id, stack)]
        tuning = None if stack else self._fine_tuning(str(state["endpoint"]))
        # Who may delete an account may lack the role to see what is in it, and a private account can't be reached from
        # everywhere. What can't be seen is left to the account's own deletion, which takes it along.
        if tuning is not None and tuning.is_visible():
            steps = [tuning.cancellations(), *steps, tuning.deletions()]
        left = [failure for step in steps for failure in attempt(step)]
        if left:
            raise OwnResourceError(
                "not everything that jobs made could be removed; it may go on billing. Run `pulumi destroy` again when "
                "the causes are gone:\n" + "\n".join(f"  {failure}" for failure in left)
            )

    def _deployments(self, account_id: str, stack: str) -> Iterator[Step]:
        # Read to the end before anything is deleted: pages shift under deletions.
        for deployment in list(self._arm.list(f"{account_id}/deployments", API_VERSION)):
            if not stack or _tag(deployment) == stack:
                delete = partial(self._arm.delete, deployment["id"], API_VERSION)
                yield f"deployment {name_of(deployment['id'])}", partial(when_free, delete, self._clock)


def _tag(deployment: Mapping[str, Any]) -> str:
    return str((deployment.get("tags") or {}).get("stack", ""))
