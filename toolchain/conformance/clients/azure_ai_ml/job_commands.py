"""Command jobs: submitted with code, environment, inputs and outputs; watched, changed, downloaded, cancelled."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.ai.ml import Input, MLClient, Output, command
from azure.ai.ml.constants import ListViewType
from azure.ai.ml.entities import UserIdentityConfiguration
from azure.ai.ml.exceptions import JobException
from environment_commands import environment
from setting import Command, holds, is_gone, refuses

SCRIPT = """
import sys, time
from pathlib import Path
folder = Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
(folder / "answer.txt").write_text(Path(sys.argv[1]).read_text().upper())
print("written", flush=True)
time.sleep(float(sys.argv[3]))
"""
FIRST, SECOND, BROKEN = "conformance-first", "conformance-second", "conformance-broken"


def job_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Runs one job to its end, lets one fail and cancels another."""
    code = folder / "code"
    code.mkdir()
    (code / "work.py").write_text(SCRIPT)
    rows = folder / "input.txt"
    rows.write_text("rows")
    jobs = client.jobs
    first = _job(FIRST, code, rows)
    broken = command(
        name=BROKEN,
        command="echo the rows are no good; exit 3",
        environment="conformance@latest",
        compute="cpu",
        identity=UserIdentityConfiguration(),
    )
    yield "jobs.create_or_update", lambda: holds(jobs.create_or_update(first).name, FIRST)
    yield "jobs.get until it has ended", lambda: holds(ended(client, FIRST), "Completed")
    yield "jobs.get of its parts", lambda: _parts(client)
    yield "jobs.get of none", lambda: is_gone(lambda: jobs.get("conformance-none"))
    yield "jobs.stream of one that has ended", lambda: jobs.stream(FIRST)
    yield "jobs.download of an output", lambda: _downloaded(client, folder / "got")
    yield "jobs.download of all, its log among them", lambda: _all_downloaded(client, folder / "all")
    yield "jobs.update", lambda: _updated(client)
    yield "jobs.create_or_update of one that was read", lambda: _written_back(client)
    yield "jobs.archive", lambda: jobs.archive(FIRST)
    yield "jobs.list without it", lambda: holds(_names(client), [])
    yield "jobs.list of what is archived", lambda: holds(_names(client, ListViewType.ARCHIVED_ONLY), [FIRST])
    yield "jobs.restore", lambda: jobs.restore(FIRST)
    yield "jobs.list with it", lambda: holds(_names(client), [FIRST])
    yield "jobs.create_or_update of one that will fail", lambda: jobs.create_or_update(broken)
    yield "jobs.get until it has failed", lambda: holds(ended(client, BROKEN), "Failed")
    yield "jobs.stream of one that failed, which raises its error", lambda: _raises_its_error(client)
    yield "jobs.create_or_update with the same code", lambda: _submitted_again(client, code, rows)
    yield "jobs.stream, which fails where the datastore has no key, as on Azure", lambda: _stumbles(client)
    yield "jobs.list", lambda: holds(set(_names(client)), {FIRST, SECOND, BROKEN})
    yield "jobs.begin_cancel", lambda: jobs.begin_cancel(SECOND).result()
    yield "jobs.get of the cancelled one", lambda: holds(jobs.get(SECOND).status, "Canceled")
    yield (
        "jobs.begin_cancel of one that has ended",
        lambda: refuses("UserError", lambda: jobs.begin_cancel(SECOND).wait()),
    )
    yield "jobs.begin_delete", lambda: jobs.begin_delete(BROKEN).result()
    yield "jobs.get of what was deleted", lambda: is_gone(lambda: jobs.get(BROKEN))


def ended(client: MLClient, name: str) -> str:
    """Waits for a job's end and returns how it ended."""
    while (status := client.jobs.get(name).status) not in {"Completed", "Failed", "Canceled"}:
        time.sleep(0.5)
    return str(getattr(status, "value", status))


def _job(name: str, code: Path, rows: Path, seconds: float = 0) -> Any:
    return command(
        name=name,
        code=str(code),
        command=f"python work.py ${{{{inputs.rows}}}} ${{{{outputs.made}}}} {seconds}",
        inputs={"rows": Input(type="uri_file", path=str(rows)), "rate": 0.1},
        outputs={"made": Output(type="uri_folder")},
        environment=environment(),
        compute="cpu",
        experiment_name="conformance",
        display_name="First",
        tags={"kept": "yes"},
        identity=UserIdentityConfiguration(),
    )


def _parts(client: MLClient) -> None:
    job = client.jobs.get(FIRST)
    holds((job.experiment_name, job.display_name, job.type), ("conformance", "First", "command"))
    holds(
        (job.inputs["rate"]._data, job.inputs["rows"].type, job.outputs["made"].type), ("0.1", "uri_file", "uri_folder")
    )
    holds(("CliV2AnonymousEnvironment" in job.environment, "cpu" in job.compute), (True, True))
    holds(set(job.services), {"Tracking", "Studio"})


def _downloaded(client: MLClient, folder: Path) -> None:
    client.jobs.download(FIRST, download_path=folder, output_name="made")
    holds(next(folder.rglob("answer.txt")).read_text(), "ROWS")


def _all_downloaded(client: MLClient, folder: Path) -> None:
    client.jobs.download(FIRST, download_path=folder, all=True)
    holds("written" in next(folder.rglob("std_log.txt")).read_text(), True)
    holds(next(folder.rglob("answer.txt")).read_text(), "ROWS")


def _updated(client: MLClient) -> None:
    client.jobs.update(FIRST, display_name="Renamed", description="said", tags={"added": "too"})
    job = client.jobs.get(FIRST)
    holds((job.display_name, job.description, dict(job.tags)), ("Renamed", "said", {"kept": "yes", "added": "too"}))


def _written_back(client: MLClient) -> None:
    job = client.jobs.get(FIRST)
    job.display_name = "Renamed again"
    holds(client.jobs.create_or_update(job).display_name, "Renamed again")
    holds(client.jobs.get(FIRST).display_name, "Renamed again")


def _raises_its_error(client: MLClient) -> None:
    try:
        client.jobs.stream(BROKEN)
    except JobException as error:
        holds("exited with status code 3" in str(error), True)
        return
    raise AssertionError("it streamed to the end of a job that failed")


def _submitted_again(client: MLClient, code: Path, rows: Path) -> None:
    second = client.jobs.create_or_update(_job(SECOND, code, rows, 600))
    holds(second.code, client.jobs.get(FIRST).code)
    holds(second.environment, client.jobs.get(FIRST).environment)


def _stumbles(client: MLClient) -> None:
    """Signs URLs of logs with an account key, which it takes the caller's credential for (azure-ai-ml 1.35.2)."""
    while client.jobs.get(SECOND).status != "Running":
        time.sleep(0.5)
    try:
        client.jobs.stream(SECOND)
    except TypeError:
        return
    raise AssertionError("it streamed: the table of what fails can lose a line")


def _names(client: MLClient, view: ListViewType = ListViewType.ACTIVE_ONLY) -> list[str]:
    return [str(one.name) for one in client.jobs.list(list_view_type=view)]
