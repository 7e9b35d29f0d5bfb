"""A hundred jobs in a day of the local Azure's own time, with a restart: none is lost, each has its turn."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from local_azure.clock.movable import MovableClock
from local_azure.machinelearning.runtime import runtime_of
from local_azure.platform import Platform
from local_azure.service import Service, discover
from local_azure.training import PORT
from local_azure.training.trainer import Programs, Training
from local_azure.training.turns import Turns
from tests.local_azure.machinelearning.fine_tuning import job_body, rows
from tests.local_azure.machinelearning.running import PROJECT, make_project
from tests.local_azure.running import LocalAzure

MORNING = datetime(2026, 10, 7, 6, 0, tzinfo=UTC)
JOBS = 100
EACH = timedelta(days=1) / JOBS


class TimedTrainer:
    """Has the machine as the real trainer has; a run takes its time by the clock, and goes on where it was stopped."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.turns = Turns()
        self.label = "timed"
        self.script = Path("timed.py")

    async def prepare(self, _report: object) -> Programs:
        return Programs(self._platform.directory, self._platform.directory)

    async def train(
        self, training: Training, _programs: Programs, *, started: Callable[[], None], look: Callable[[], None]
    ) -> None:
        async with self.turns.turn(training.place):
            started()
            checkpoint, clock = training.folder / "seconds", self._platform.clock
            before = float(checkpoint.read_text()) if checkpoint.exists() else 0.0
            began = clock.now()
            try:
                await clock.sleep(EACH.total_seconds() - before)
            except asyncio.CancelledError:
                checkpoint.write_text(str(before + (clock.now() - began).total_seconds()))
                raise
            adapter = training.folder / "output" / "adapter"
            adapter.mkdir(parents=True)
            (adapter / "adapter_config.json").write_text('{"peft_type": "LORA"}')
            (adapter.parent / "metrics.jsonl").write_text(json.dumps({"step": 1, "max_steps": 1, "loss": 2.0}) + "\n")
            (adapter.parent / "summary.json").write_text("{}")
            look()


class Blobs:
    """Blobs in memory, in the place of Azurite's: as far as jobs use them, and much quicker."""

    def __init__(self) -> None:
        self._blobs: dict[tuple[str, str, str], bytes] = {}
        self.released: dict[str, Event] = {}

    async def ensure_container(self, _account: str, _container: str) -> None:
        pass

    async def upload(
        self, account: str, container: str, blob: str, data: Path | bytes, _content_type: str | None = None
    ) -> None:
        content = data if isinstance(data, bytes) else await asyncio.to_thread(data.read_bytes)
        self._blobs[account, container, blob] = content

    async def download(self, account: str, container: str, blob: str, to: Path) -> None:
        for name, released in self.released.items():
            if to.parent.name.startswith(name):
                await asyncio.to_thread(released.wait)
        await asyncio.to_thread(to.write_bytes, self._blobs[account, container, blob])

    async def list(self, account: str, container: str, prefix: str) -> list[str]:
        names = (key[2] for key in self._blobs if key[:2] == (account, container))
        return sorted(name for name in names if name.startswith(prefix))


def running(directory: Path, clock: MovableClock, blobs: Blobs) -> LocalAzure:
    async def train(platform: Platform) -> None:
        platform.provide(PORT, TimedTrainer(platform))

    async def keep(platform: Platform) -> None:
        platform.provide("storage", blobs)

    services = [Service(name="timed", start=train), *discover(), Service(name="in-memory", start=keep)]
    return LocalAzure(directory, services=services, clock=clock)


def upload(azure: LocalAzure, blobs: Blobs) -> str:
    found = azure.call("GET", f"{PROJECT}/datastores/workspaceblobstore").raise_for_status().json()["properties"]
    asyncio.run(blobs.upload(found["accountName"], found["containerName"], "rows.jsonl", rows(2).encode()))
    return "azureml://datastores/workspaceblobstore/paths/rows.jsonl"


def reach(azure: LocalAzure, **wanted: int) -> None:
    """Waits until so many jobs are in these states, and all that runs has come to wait for the clock."""
    records = runtime_of(azure.platform).jobs.records
    while (found := Counter(each.status for each in records.all())) != Counter(wanted):
        assert not {"Failed", "Canceled"} & set(found), found
        assert "Running" in wanted or "Running" not in found, found
        Event().wait(0.02)


def test_a_hundred_jobs_run_one_after_the_other_in_a_day_with_a_restart_in_the_middle(
    tmp_path: Path,
) -> None:
    clock, blobs = MovableClock(standing_at=MORNING, turn_seconds=600), Blobs()
    with running(tmp_path, clock, blobs) as azure:
        make_project(azure)  # type: ignore[arg-type]
        body = job_body(upload(azure, blobs))
        for number in range(JOBS):
            azure.call("PUT", f"{PROJECT}/jobs/job-{number:03}", body).raise_for_status()
            if number == 0:
                reach(azure, Running=1)
            azure.advance(seconds=1)
        reach(azure, Running=1, Queued=JOBS - 1)
        azure.advance(hours=12, minutes=5, seconds=-JOBS)
        reach(azure, Completed=JOBS // 2, Running=1, Queued=JOBS // 2 - 1)
    released = blobs.released[f"job-{JOBS // 2:03}"] = Event()
    with running(tmp_path, clock, blobs) as azure:
        try:
            reach(azure, Completed=JOBS // 2, Preparing=1, Queued=JOBS // 2 - 1)  # all wait for the one that ran
        finally:
            released.set()
        reach(azure, Completed=JOBS // 2, Running=1, Queued=JOBS // 2 - 1)
        azure.advance(hours=11, minutes=55)
        listed = azure.call("GET", f"{PROJECT}/jobs").raise_for_status().json()["value"]
        assert Counter(job["properties"]["status"] for job in listed) == {"Completed": len(listed)}
        ended = runtime_of(azure.platform).jobs.records.all()
        versions = azure.call("GET", f"{PROJECT}/models/tuned/versions").raise_for_status().json()["value"]
    assert [job.name for job in ended] == [f"job-{number:03}" for number in range(JOBS)]
    assert [job.started_at for job in ended] == [MORNING + number * EACH for number in range(JOBS)]
    assert [job.ended_at for job in ended] == [MORNING + number * EACH for number in range(1, JOBS + 1)]
    assert clock.now() == MORNING + timedelta(days=1)
    assert versions
