"""Removes what accounts that are gone for good have left: their files, jobs and models."""

from local_azure.cognitiveservices.names import TYPE
from local_azure.openai.files.records import FileStore
from local_azure.openai.jobs.runner import JobRunner
from local_azure.openai.models.tuned import TunedModelStore
from local_azure.platform import Platform


def forget_gone_accounts(platform: Platform, files: FileStore, runner: JobRunner, tuned: TunedModelStore) -> None:
    """Removes everything that belongs to no account that is there or soft-deleted; called when the service starts."""
    deleted = [each.resource for each in platform.deleted.list(TYPE)]
    there = {str(each.properties.get("internalId")) for each in [*platform.resources.of_type(TYPE), *deleted]}
    for file in files.all():
        if file.owner not in there:
            files.delete(file)
    for job in runner.records.all():
        if job.owner not in there:
            runner.remove(job)
    for model in tuned.all():
        if model.owner not in there:
            tuned.forget(model)
