"""Secrets of key vaults: written through Resource Manager, recovered and deleted through the vault itself."""

from toolchain.azure_native.arm import arm_error
from toolchain.azure_native.body import request_body
from toolchain.azure_native.create import require_absent
from toolchain.azure_native.errors import ArmError
from toolchain.azure_native.exchange import Answer
from toolchain.azure_native.outputs import response_outputs
from toolchain.azure_native.resource_id import parse_id
from toolchain.azure_native.tracked import Tracked
from toolchain.azure_native.values import Properties

TOKEN = "keyvault:Secret"  # noqa: S105 - a Pulumi token is no secret
SCOPE = "https://vault.azure.net/.default"
API_VERSION = "7.4"  # of the vault's own interface
RETRY_SECONDS = (5.0, 180.0)
"""Between tries, and in all; source: pulumi-azure-native customresources/custom_keyvault.go @ 739cb7fc."""
LAST_CONFLICT = 6
"""As many conflicts without a deleted secret of the name end the tries; source as of the seconds."""


def create_secret(resource: Tracked, inputs: Properties) -> tuple[str, Properties]:
    """Creates a secret, recovering a deleted one that holds its name; the answer to the PUT is the state.

    Returns:
        The id that Azure gave it and its state.

    Raises:
        ProviderError: it existed before, or Azure refused.
    """
    require_absent(resource, quote='"')
    body = request_body(resource.row, inputs, resource.id)
    between, longest = RETRY_SECONDS
    give_up = resource.arm.clock.monotonic() + longest
    conflicts = 0
    while True:
        try:
            answer = resource.send("PUT", body)
        except ArmError as error:
            if error.status != 409 or resource.arm.clock.monotonic() >= give_up:
                raise
            conflicts += not _recover(resource)
            if conflicts == LAST_CONFLICT:
                raise
            resource.arm.clock.sleep(between)
            continue
        state = answer.body if isinstance(answer.body, dict) else {}
        return str(state.get("id") or resource.id), response_outputs(resource.row, state)


def delete_secret(resource: Tracked) -> None:
    """Deletes a secret so that the vault keeps it for its retention days; one that is gone already counts as deleted.

    Raises:
        ArmError: the vault refused.
    """
    answer = _call(resource, "DELETE", "secrets")
    if answer.status not in (200, 204, 404):
        raise arm_error(answer)


def _recover(resource: Tracked) -> bool:
    if _call(resource, "GET", "deletedsecrets").status != 200:
        return False
    answer = _call(resource, "POST", "deletedsecrets", "/recover")
    if answer.status not in (200, 404, 409):  # another may have been quicker
        raise arm_error(answer)
    return True


def _call(resource: Tracked, method: str, collection: str, action: str = "") -> Answer:
    names = parse_id(resource.row, resource.id)
    address = f"https://{names['vaultName']}.vault.azure.net/{collection}/{names['secretName']}{action}"
    return resource.arm.send(method, f"{address}?api-version={API_VERSION}", scope=SCOPE)
