"""One attempt at a command job: its data brought, its processes run, what they write kept as they go on."""

import asyncio
import json
import shlex
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from local_azure.confinement import Confinement, free_ports, what_holds
from local_azure.confinement.untrusted_folder import read_inside, remove_tree
from local_azure.errors import AzureError
from local_azure.instance_file import read_instance
from local_azure.json_types import Json
from local_azure.machinelearning.commands import variables
from local_azure.machinelearning.commands.command_job import CommandJob
from local_azure.machinelearning.commands.expansion import expand
from local_azure.machinelearning.commands.mount import Mount
from local_azure.machinelearning.commands.staging import Staged, Staging
from local_azure.machinelearning.commands.user_logs import copied, log_names, user_logs
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.log import JobLog
from local_azure.machinelearning.jobs.records import JobRecord
from local_azure.platform import Platform
from local_azure.processes import scrubbed_environment
from local_azure.training.trainer import run_program

_LAUNCHER = Path(__file__).with_name("launcher.py")
_FLUSH_SECONDS = 1.0
_LAST_LINES = 20
_OUTCOME_BYTES = 1000


@dataclass(frozen=True)
class Attempt:
    """What an attempt needs.

    Attributes:
        platform: The local Azure.
        record: The job.
        job: What it asks for.
        files: Its files.
        log: What the service says of it.
        python: The Python of its environment.
        staging: Brings its data.
    """

    platform: Platform
    record: JobRecord
    job: CommandJob
    files: JobFiles
    log: JobLog
    python: Path
    staging: Staging

    async def run(self, look: Callable[[], None]) -> None:
        """Runs the processes to their end; everything that they wrote lies on storage when this returns.

        What lay at an output's path before is there when the processes start, so that they can go on from it. When the
        waiting task is cancelled, or ``look`` raises, the processes are asked to end, then ended.

        Args:
            look: Called again and again while they run.

        Raises:
            AzureError: Data can't be had or written, or a process failed: with the last lines of its log.
        """
        # Only outputs outlive an attempt: the next one may be on other nodes.
        for left in ("wd", "inputs", "home"):
            remove_tree(self.staging.folder / left)
        staged = await self.staging.stage(self.job)
        logs = user_logs(self.job, self.files, self.platform.clock)
        async with copied(logs), self._kept(staged.mounts):
            await self._run_processes(staged, logs, look)
        for mount in staged.uploads:
            await mount.flush(whole=True)

    async def _run_processes(self, staged: Staged, logs: Sequence[JobLog], look: Callable[[], None]) -> None:
        outcome = self.staging.folder / "outcome.json"
        remove_tree(outcome)
        plan = {"processes": self._processes(staged, logs), "outcome": str(outcome)}
        self.log.write(f"Starting {self.job.world_size} process(es) with {self.python}. {what_holds()}")
        python = Path(sys.executable).resolve()  # noqa: ASYNC240 -- a link
        status = await run_program(
            [python, "-I", "-S", _LAUNCHER],
            folder=self.files.folder,
            log=self.log.file,
            look=look,
            confinement=self._confinement(python, staged, logs),
            home=self.staging.folder,
            given=json.dumps(plan).encode(),
        )
        if status != 0:
            raise self._failure(outcome, logs, status)

    def _processes(self, staged: Staged, logs: Sequence[JobLog]) -> list[Json]:
        port, home = _free_port(), self.staging.folder / "home"
        home.mkdir()
        job, access = self.job, self.staging.access
        brought = {name for name, given in job.inputs.items() if given.is_brought}
        command = expand(
            job.command,
            {name: shlex.quote(value) if name in brought else value for name, value in staged.inputs.items()},
            {name: shlex.quote(value) for name, value in staged.outputs.items()},
        )
        base = scrubbed_environment(home)
        environment = {
            **base,
            **variables.network_variables(self.platform, access.nodes),
            **variables.python_variables(self.python, base["PATH"]),
            **variables.run_variables(self.platform, access.workspace, self.record, job, access.identity),
            **variables.data_variables(staged.inputs, staged.outputs),
        }
        return [
            {
                "command": ["bash", "-c", command],
                "folder": str(staged.code),
                "log": str(log.file),
                "environment": {**environment, **variables.rank_variables(job, rank, port)},
            }
            for rank, log in enumerate(logs)
        ]

    def _confinement(self, launcher: Path, staged: Staged, logs: Sequence[JobLog]) -> Confinement:
        instance, bundle = read_instance(self.platform.directory), self.platform.directory / "bundle.pem"
        ports = [(instance.proxy_port, instance.proxy_port)] if instance else []
        if self.job.distributed:
            ports.append(free_ports())  # gloo and NCCL listen at any of them
        readable = [_LAUNCHER, *([bundle] if bundle.exists() else []), *staged.linked]
        return Confinement([launcher, self.python], readable, [log.file for log in logs], ports)

    def _failure(self, outcome: Path, logs: Sequence[JobLog], status: int | None) -> AzureError:
        rank = _failed_rank(outcome, len(logs))
        program = self.job.command.split()[0]
        message = (
            f"Execution failed. User process '{program}' exited with status code {status}. Please check log file "
            f"'{log_names(self.job)[rank]}' for error details. Its last lines:\n{logs[rank].last_lines(_LAST_LINES)}"
        )
        return AzureError(400, "UserError", message)

    @asynccontextmanager
    async def _kept(self, mounts: Sequence[Mount]) -> AsyncIterator[None]:
        flushing = asyncio.create_task(self._keep_flushing(mounts), name=f"outputs of {self.record.id}")
        try:
            yield
        finally:
            flushing.cancel()
            with suppress(asyncio.CancelledError):
                await flushing
            for mount in mounts:
                await mount.flush(whole=True)

    async def _keep_flushing(self, mounts: Sequence[Mount]) -> None:
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)  # real seconds: the files grow by the machine's
            for mount in mounts:
                with suppress(AzureError):  # the last time tells
                    await mount.flush()


def _failed_rank(outcome: Path, ranks: int) -> int:
    try:
        said = json.loads(read_inside(outcome.parent, outcome.name, _OUTCOME_BYTES))
        rank = int(said["rank"])
    except (OSError, ValueError, TypeError, KeyError):  # nothing was left, or the job wrote there itself
        return 0
    return rank if 0 <= rank < ranks else 0


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
