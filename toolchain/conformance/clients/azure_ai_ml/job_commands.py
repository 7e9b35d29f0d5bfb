"""Command jobs: submitted with code, environment, input and output; watched, downloaded, cancelled."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.ai.ml import Input, MLClient, Output, UserIdentityConfiguration, command
from azure.ai.ml.entities import AmlCompute
from setting import Command, holds

SCRIPT = """
import sys, time
from pathlib import Path
folder = Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
(folder / "answer.txt").write_text(Path(sys.argv[1]).read_text().upper())
print("written", flush=True)
time.sleep(float(sys.argv[3]))
"""


def job_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Runs one job to its end and cancels another."""
    code = folder / "code"
    code.mkdir()
    (code / "work.py").write_text(SCRIPT)
    rows = folder / "input.txt"
    rows.write_text("rows")
    cluster = AmlCompute(name="cpu", size="Standard_E4s_v3", min_instances=0, max_instances=1)
    yield "compute.begin_create_or_update", lambda: client.compute.begin_create_or_update(cluster).result()
    yield "compute.get", lambda: holds(client.compute.get("cpu").size.upper(), "STANDARD_E4S_V3")
    yield "compute.list", lambda: holds([one.name for one in client.compute.list()], ["cpu"])
    first, second = _job("conformance-first", code, rows, 0), _job("conformance-second", code, rows, 600)
    yield "jobs.create_or_update", lambda: holds(client.jobs.create_or_update(first).name, "conformance-first")
    yield "jobs.get until it has ended", lambda: holds(_ended(client, "conformance-first"), "Completed")
    yield "jobs.download of an output", lambda: _downloaded(client, folder / "got")
    yield "jobs.create_or_update of another", lambda: client.jobs.create_or_update(second)
    yield "jobs.stream, which fails where the datastore has no key, as on Azure", lambda: _stumbles(client)
    yield "jobs.list", lambda: holds(len(list(client.jobs.list())), 2)
    yield "jobs.begin_cancel", lambda: client.jobs.begin_cancel("conformance-second").result()
    yield (
        "jobs.get of the cancelled one",
        lambda: holds(client.jobs.get("conformance-second").status in {"Canceled", "CancelRequested"}, True),
    )


def _job(name: str, code: Path, rows: Path, seconds: float) -> Any:
    return command(
        name=name,
        code=str(code),
        command=f"python work.py ${{{{inputs.rows}}}} ${{{{outputs.made}}}} {seconds}",
        inputs={"rows": Input(type="uri_file", path=str(rows))},
        outputs={"made": Output(type="uri_folder")},
        environment="conformance@latest",
        compute="cpu",
        experiment_name="conformance",
        identity=UserIdentityConfiguration(),
    )


def _ended(client: MLClient, name: str) -> str:
    while (status := client.jobs.get(name).status) not in {"Completed", "Failed", "Canceled"}:
        time.sleep(0.5)
    return str(status.value)


def _stumbles(client: MLClient) -> None:
    """Signs URLs of logs with an account key, which it takes the caller's credential for (azure-ai-ml 1.35.2)."""
    while client.jobs.get("conformance-second").status != "Running":
        time.sleep(0.5)
    try:
        client.jobs.stream("conformance-second")
    except TypeError:
        return
    raise AssertionError("it streamed: the table of what fails can lose a line")


def _downloaded(client: MLClient, folder: Path) -> None:
    client.jobs.download("conformance-first", download_path=folder, output_name="made")
    holds(next(folder.rglob("answer.txt")).read_text(), "ROWS")
