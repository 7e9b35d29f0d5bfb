"""How quick a local Azure is: from its start to its first answer, and GET after GET; reported, never judged."""

import os
import ssl
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median

import httpx

from local_azure.credentials import credentials
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.instance_file import read_instance
from local_azure.options import Options, keep_options
from operations.programs import Programs, nothing
from toolchain.stack_runs.run import TUNESTACK

STARTS, GETS = 5, 500
_ARM = "https://management.azure.com"
_GROUP = f"{_ARM}{SUBSCRIPTION_SCOPE}/resourceGroups/speed?api-version=2022-09-01"


@dataclass(frozen=True)
class Speed:
    """What was measured.

    Attributes:
        start_to_first_answer_seconds: Of `tunestack local start` on an empty folder, which ends when it is answered,
            the median of several; Azurite isn't waited for.
        get_p95_milliseconds: Within which 95 % of the GETs of a resource group were answered, on one connection.
        get_median_milliseconds: The same for half of them.
        load: How many programs waited for the machine's processors when it began, of which it has ``processors``.
        processors: How many there are.
    """

    start_to_first_answer_seconds: float
    get_p95_milliseconds: float
    get_median_milliseconds: float
    load: float
    processors: int

    def document(self) -> dict[str, float]:
        """As build/conformance.json has it."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def measure(clone: Path, folder: Path, clock: Callable[[], float], *, starts: int = STARTS, gets: int = GETS) -> Speed:
    """Starts local Azures in a folder, one after the other, and asks the last one.

    Args:
        clone: The clone.
        folder: Where they keep their state.
        clock: Seconds from any moment on, such as ``time.perf_counter``.
        starts: How many are started.
        gets: How often the last one is asked.

    Raises:
        ProgramError: One doesn't start.
        httpx.HTTPError: It doesn't answer.
    """
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    started, asked = [], list[float]()
    for number in range(starts):
        directory = folder / str(number)
        directory.mkdir(parents=True)
        keep_options(directory, Options(weights="tiny-random"))
        programs = Programs(clone, {"TUNESTACK_LOCAL_DIR": str(directory)})
        try:
            started.append(_seconds(clock, partial(programs.run, TUNESTACK, "local", "start", show=nothing)))
            if number == starts - 1:
                asked = _ask(directory, clock, gets)
        finally:
            programs.run(TUNESTACK, "local", "stop", show=nothing)
    in_order = sorted(asked)
    p95 = in_order[-(-len(in_order) * 95 // 100) - 1]
    return Speed(median(started), p95 * 1000, median(asked) * 1000, load, processors)


def _ask(directory: Path, clock: Callable[[], float], gets: int) -> list[float]:
    trust, instance = ssl.create_default_context(cafile=str(directory / "ca.pem")), read_instance(directory)
    proxy = f"http://127.0.0.1:{instance.proxy_port}" if instance else None
    with httpx.Client(proxy=proxy, verify=trust, timeout=60, trust_env=False) as http:
        _sign_in(http, directory)
        http.put(_GROUP, json={"location": "eastus2"}).raise_for_status()
        return [_seconds(clock, lambda: http.get(_GROUP).raise_for_status()) for _ in range(gets)]


def _sign_in(http: httpx.Client, directory: Path) -> None:
    secrets = credentials(directory)
    asks = {"grant_type": "client_credentials", "client_id": secrets.client_id, "scope": f"{_ARM}/.default"}
    url = f"https://login.microsoftonline.com/{secrets.tenant_id}/oauth2/v2.0/token"
    answer = http.post(url, data={**asks, "client_secret": secrets.client_secret}).raise_for_status()
    http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def _seconds(clock: Callable[[], float], call: Callable[[], object]) -> float:
    began = clock()
    call()
    return clock() - began
