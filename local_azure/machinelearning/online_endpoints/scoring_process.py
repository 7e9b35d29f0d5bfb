"""One process that runs a scoring script: started until it answers, asked, and ended with what it started."""

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path

import httpx

from local_azure.confinement import Confinement
from local_azure.confinement.announcement import announced
from local_azure.machinelearning.online_endpoints.revisions import Revision
from local_azure.processes import end_left_over, end_program, start_program

_RUNNER = Path(__file__).parent / "runner" / "serve.py"
_LOOK_SECONDS = 0.05
_END_SECONDS = 2.0  # enough to end the server's loop; nothing of it needs saving
TOKEN_HEADER = "x-scoring-token"  # noqa: S105 -- a name


class ScriptFailedError(Exception):
    """A scoring script didn't come up; its log says why."""


class ScoringProcess:
    """A scoring script that is ready for requests.

    Args:
        process: The process.
        client: Asks it.
    """

    def __init__(self, process: asyncio.subprocess.Process, client: httpx.AsyncClient) -> None:
        self._process = process
        self.client = client

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.returncode is None

    @property
    def status(self) -> int | None:
        """The exit status of a process that has ended."""
        return self._process.returncode

    async def is_well(self, seconds: float) -> bool:
        """Returns whether it answers its probe within some seconds."""
        try:
            async with asyncio.timeout(seconds):
                return (await self.client.get("/")).status_code == httpx.codes.OK
        except (TimeoutError, httpx.TransportError):
            return False

    async def ended(self) -> None:
        """Returns when the process has ended."""
        await self._process.wait()

    async def stop(self) -> None:
        """Ends the process and all that it started."""
        await end_program(self._process, grace=_END_SECONDS)
        await self.client.aclose()  # after it: who still waits for an answer sees the connection end


async def start_script(python: Path, revision: Revision, *, seconds: float) -> ScoringProcess:
    """Starts a revision's script and returns when its ``init`` has returned.

    Args:
        python: The Python of its environment.
        revision: What to run.
        seconds: How long it may take.

    Raises:
        ScriptFailedError: It ended, or took longer.
    """
    folder = revision.folder
    end_left_over(folder)
    # The script writes there and nowhere else: its own code, the model and the logs stay as they are.
    home = folder / "home"
    home.mkdir(exist_ok=True)
    address_file = home / "address"
    address_file.unlink(missing_ok=True)
    token = secrets.token_urlsafe(32)
    process = await start_program(
        [python, _RUNNER, "--address-file", address_file],
        folder=folder,
        log=revision.server_log,
        home=home,
        confinement=Confinement([python], [_RUNNER.parent, folder], [revision.server_log]),
        extra={**_variables(revision), "SCORING_TOKEN": token},
    )
    try:
        async with asyncio.timeout(seconds):
            address = await _address(process, address_file)
    except BaseException as error:
        await end_program(process, grace=0)
        if isinstance(error, TimeoutError):
            raise ScriptFailedError(f"it wasn't ready within {seconds:g} s") from error
        raise
    # Loopback only: the proxy settings of whoever started the local Azure are not for this. Limits are the caller's.
    client = httpx.AsyncClient(
        base_url=address,
        headers={TOKEN_HEADER: token},
        timeout=None,  # noqa: S113 -- each request has its own, by the deployment's settings
        limits=httpx.Limits(max_connections=None),
        trust_env=False,
    )
    return ScoringProcess(process, client)


def _variables(revision: Revision) -> Mapping[str, str]:
    own = {
        "AML_APP_ROOT": str(revision.folder / revision.code),
        "AZUREML_ENTRY_SCRIPT": revision.script,
        **({"AZUREML_MODEL_DIR": str(revision.folder / revision.model)} if revision.model else {}),
    }
    asked = revision.properties.get("environmentVariables") or {}
    return {**{name: str(value) for name, value in asked.items()}, **own}


async def _address(process: asyncio.subprocess.Process, address_file: Path) -> str:
    while True:
        if process.returncode is not None:
            raise ScriptFailedError(f"it ended with exit status {process.returncode}")
        if address := announced(address_file):
            return address
        await asyncio.sleep(_LOOK_SECONDS)
