"""What the processes of a command job write: a log for each, copied to the run's artifacts as it grows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from local_azure.clock import Clock
from local_azure.machinelearning.commands.command_job import CommandJob
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.log import NAME, JobLog

SERVICE_LOG = "system_logs/lifecycler/lifecycler.log"
"""What the service says of a command job: the environment, the nodes, the data."""


def log_names(job: CommandJob) -> list[str]:
    """Returns the names of a job's logs, the first process's first."""
    if job.world_size == 1:
        return [NAME]
    return [f"user_logs/std_log_process_{rank}.txt" for rank in range(job.world_size)]


def user_logs(job: CommandJob, files: JobFiles, clock: Clock) -> list[JobLog]:
    """Returns the logs of a job's processes, in the order of their ranks."""

    async def upload(name: str, file: Path) -> None:
        await files.upload(file, name, "text/plain")

    return [JobLog(files.folder / name, clock, partial(upload, name)) for name in log_names(job)]


@asynccontextmanager
async def copied(logs: Sequence[JobLog]) -> AsyncIterator[None]:
    """Copies logs while they grow, and once more on leaving."""
    async with AsyncExitStack() as stack:
        for log in logs:
            await stack.enter_async_context(log.copied())
        yield
