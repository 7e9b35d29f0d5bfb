"""A run found by the name of its job, in whichever part of a stack it is: nothing else is needed on any machine."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobs.domain.errors import CloudError
from jobs.domain.job import Job
from jobs.domain.run_record import RunRecord
from jobs.domain.stack import StackOutputs
from jobs.ports import Cloud
from jobs.services.ledger import Ledger


@dataclass(frozen=True)
class FoundRun:
    """Where a run is.

    Attributes:
        stack: the part of the stack that its method has.
        cloud: of that part.
        job: as the service has it; none where it doesn't have it any more.
        record: what was noted; none where it was made before the ledger, or not by Tunestack.
    """

    stack: StackOutputs
    cloud: Cloud
    job: Job | None
    record: RunRecord | None


def find_run(parts: Iterable[tuple[StackOutputs, Cloud]], name: str, stack: str) -> FoundRun:
    """Finds a run.

    Args:
        parts: of the stack, each with its cloud.
        name: of its job.
        stack: as a user names it.

    Raises:
        CloudError: no part has it.
    """
    for outputs, cloud in parts:
        job, record = cloud.jobs.get(name), Ledger(cloud.datastore).find(name)
        if job is not None or (record is not None and record.attempt(name) is not None):
            return FoundRun(outputs, cloud, job, record)
    raise CloudError(f"there is no job {name}", fix=f"tunestack runs list --stack {stack} shows all.")
