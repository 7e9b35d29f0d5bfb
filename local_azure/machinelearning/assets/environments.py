"""Environments: registered, versioned descriptions of what code runs in; nothing is built until a job asks."""

from dataclasses import replace

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request
from local_azure.machinelearning.arm_ids import WORKSPACE
from local_azure.machinelearning.assets.versioned_assets import AssetKind, version_behaviour
from local_azure.platform import Platform

ENVIRONMENT_KIND = AssetKind(
    f"{WORKSPACE}/environments",
    f"{WORKSPACE}/environments/versions",
    {
        "description": None,
        "tags": {},
        "properties": {},
        "isArchived": False,
        "isAnonymous": False,
        "environmentType": "UserCreated",
        "osType": "Linux",
    },
)


def environment_version_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/environments/versions`` does beyond being stored."""
    return replace(version_behaviour(platform, ENVIRONMENT_KIND), validate=_validate)


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    if not properties.get("image") and not properties.get("build"):
        raise bad_request("The environment needs an image or a build context.", code="ValidationError", target="image")
    before = write.existing.properties if write.existing else None
    changed = [each for each in ("image", "condaFile") if before and before.get(each) != properties.get(each)]
    if changed:
        message = f"Environment version '{write.name}' is there already and can't change its {', '.join(changed)}."
        raise bad_request(message, code="UserError", target=changed[0])
