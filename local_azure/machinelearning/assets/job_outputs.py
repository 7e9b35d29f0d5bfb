"""Assets that are made from a job's output: kept with the place where its files lie."""

from local_azure.behaviour import Write
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.machinelearning.asset_uris import job_output
from local_azure.machinelearning.jobs.output_places import long_uri, place_of_output
from local_azure.platform import Platform


def with_resolved_uri(platform: Platform, write: Write, member: str, body: Json) -> Json:
    """Returns a version's body with the place of the job's output that its uri names; as it is for another uri.

    Args:
        platform: The local Azure.
        write: The PUT of the version.
        member: Where the uri stands in ``properties``.
        body: The body as it would be stored.

    Raises:
        AzureError: 400; there is no such job, or it has no such output.
    """
    properties = body["properties"]
    wanted = job_output(str(properties.get(member) or ""))
    if wanted is None:
        return body
    workspace_id = workspace_id_of(write.id)
    uri = long_uri(workspace_id, place_of_output(platform, workspace_id, wanted))
    return {**body, "properties": {"jobName": wanted.job, **properties, member: uri}}
