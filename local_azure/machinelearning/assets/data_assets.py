"""Data assets: named, versioned pointers at files and folders on datastores."""

from dataclasses import replace

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import DATA, DATA_VERSION
from local_azure.machinelearning.assets.job_outputs import with_resolved_uri
from local_azure.machinelearning.assets.versioned_assets import AssetKind, prepared_version, version_behaviour
from local_azure.platform import Platform

DATA_KIND = AssetKind(
    DATA, DATA_VERSION, {"description": None, "tags": {}, "properties": {}, "isArchived": False, "isAnonymous": False}
)
_TYPES = ("uri_file", "uri_folder", "mltable")


def data_version_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/data/versions`` does beyond being stored."""

    async def prepare(write: Write) -> Json:
        return with_resolved_uri(platform, write, "dataUri", prepared_version(platform, write, DATA_KIND))

    return replace(version_behaviour(platform, DATA_KIND), validate=_validate, prepare=prepare)


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    if properties.get("dataType") not in _TYPES:
        message = f"The dataType '{properties.get('dataType')}' isn't one of {', '.join(_TYPES)}."
        raise bad_request(message, code="ValidationError", target="dataType")
    if not properties.get("dataUri"):
        raise bad_request("The data version lacks dataUri.", code="ValidationError", target="dataUri")
    if write.existing and write.existing.properties.get("dataUri") != properties["dataUri"]:
        message = (
            f"A data version with this name and version already exists. Data '{write.id.split('/')[-3]}', version "
            f"'{write.name}', points at '{write.existing.properties['dataUri']}'; that can't be changed."
        )
        raise bad_request(message, code="UserError", target="dataUri")
