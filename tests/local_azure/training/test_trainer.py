"""One trainer for all: runs wait in order, end when they are cancelled, and say how they failed."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_azure.machine import Compute
from local_azure.training.trainer import Trainer, Training, TrainingFailedError
from local_azure.training.turns import Place

NOON = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
SCRIPT = """
import pathlib, sys, time
name, folder = sys.argv[3], pathlib.Path(sys.argv[4])
pathlib.Path(name + ".began").write_text("")
while name == "first" and not (folder / "released").exists():
    time.sleep(0.01)
sys.exit(3 if name == "bad" else 0)
"""


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)

    async def python(_report: object) -> Path:
        return Path(sys.executable)

    async def weights(_report: object) -> Path:
        return tmp_path

    return Trainer(Compute(script, script, python, weights, "quick"))


async def run(trainer: Trainer, folder: Path, name: str, said: list[str], began: asyncio.Event | None = None) -> None:
    own = folder / f"work-{name}"

    def look() -> None:
        if began is not None and (own / f"{name}.began").exists():
            began.set()

    own.mkdir(exist_ok=True)
    training = Training(own, own / "log.txt", [name, folder], Place(name, NOON))
    programs = await trainer.prepare(said.append)
    await trainer.train(training, programs, started=lambda: said.append(f"{name} starts"), look=look)
    said.append(f"{name} ends")


def test_runs_wait_for_each_other_in_the_order_in_which_they_asked(trainer: Trainer, tmp_path: Path) -> None:
    async def both() -> list[str]:
        said: list[str] = []
        began = asyncio.Event()
        first = asyncio.create_task(run(trainer, tmp_path, "first", said, began))
        await began.wait()
        second = asyncio.create_task(run(trainer, tmp_path, "second", said))
        await asyncio.sleep(0)
        assert said == ["first starts"]
        (tmp_path / "released").touch()
        await asyncio.gather(first, second)
        return said

    assert asyncio.run(both()) == ["first starts", "first ends", "second starts", "second ends"]


def test_a_cancelled_run_gives_its_turn_away(trainer: Trainer, tmp_path: Path) -> None:
    async def both() -> list[str]:
        said: list[str] = []
        began = asyncio.Event()
        first = asyncio.create_task(run(trainer, tmp_path, "first", said, began))
        await began.wait()
        first.cancel()
        await run(trainer, tmp_path, "second", said)
        assert first.cancelled()
        return said

    assert asyncio.run(both()) == ["first starts", "second starts", "second ends"]


def test_a_run_that_fails_says_with_which_status(trainer: Trainer, tmp_path: Path) -> None:
    with pytest.raises(TrainingFailedError) as failed:
        asyncio.run(run(trainer, tmp_path, "bad", []))
    assert failed.value.status == 3
