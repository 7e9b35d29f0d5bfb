"""The outputs of a job as its body shows them: where each lies, and what was registered of it."""

from local_azure.json_types import Json
from local_azure.machinelearning.jobs.output_places import (
    DEFAULT,
    artifacts_of,
    output_place,
    output_places,
    short_uri,
)
from local_azure.machinelearning.jobs.records import JobRecord


def shown_outputs(record: JobRecord, outputs: Json) -> Json:
    """Returns the outputs of a job as GET answers them.

    Args:
        record: The job.
        outputs: Its outputs as they were asked for.
    """
    if record.is_command:
        return {DEFAULT: _default(record), **{name: _command(record, name, each) for name, each in outputs.items()}}
    place = output_places(record).get("registered_model")
    if place is None:
        return outputs
    shown = {"uri": short_uri(place), "assetVersion": record.model_version}
    return {name: {**each, **shown} if each.get("assetName") else each for name, each in outputs.items()}


def _command(record: JobRecord, name: str, output: Json) -> Json:
    if name == DEFAULT:
        return _default(record)
    shown = {"mode": "ReadWriteMount", **output, "uri": short_uri(output_place(record.name, name, output))}
    return shown | ({"assetVersion": record.registered[name]} if name in record.registered else {})


def _default(record: JobRecord) -> Json:
    # Real jobs write this one without "paths", and azure-ai-ml reads it so.
    place = artifacts_of(record.name)
    uri = f"azureml://datastores/{place.datastore}/{place.path}"
    return {"jobOutputType": "uri_folder", "mode": "ReadWriteMount", "uri": uri, "description": None}
