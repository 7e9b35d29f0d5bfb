"""Processes that train together take the steps that one would with their batches put together; one of them writes."""

import subprocess
from pathlib import Path

import pytest

from tests.free_port import LOOPBACK, free_port
from tests.jobs.training.running import ENVIRON, Run, command, curve, metrics, summary

# float32 sums in another order: what two processes may differ by from one, at every step (docs/training.md).
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def together(python: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The output folder of two processes, started as Azure ML starts them, and what each has said."""
    folder = tmp_path_factory.mktemp("together")
    line = command(tiny_model, folder, "--batch-size", "2")
    rendezvous = {"MASTER_ADDR": LOOPBACK, "MASTER_PORT": str(free_port()), "WORLD_SIZE": "2"}
    processes = [
        subprocess.Popen(
            [python, *line],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=ENVIRON | rendezvous | {"RANK": rank, "LOCAL_RANK": rank},
        )
        for rank in ("0", "1")
    ]
    said = [process.communicate(timeout=500)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    return folder / "output", said


def test_two_processes_have_the_losses_of_one_at_the_same_global_batch(
    trained: Path, together: tuple[Path, list[str]]
) -> None:
    alone = curve(metrics(trained))  # 13 rows of uneven length: the last step of an epoch has one row
    assert curve(metrics(together[0])) == pytest.approx(alone, abs=TOLERANCE)
    assert len(alone) == 13


def test_one_process_writes_and_tells(together: tuple[Path, list[str]]) -> None:
    output, (first, other) = together
    assert first.count("done: 8 steps") == 1
    assert "step" not in other
    assert (summary(output)["processes"], summary(output)["global_batch"]) == (2, 4)


def test_a_place_among_processes_that_is_told_in_part_is_refused(run: Run, tiny_model: Path, tmp_path: Path) -> None:
    ended = run(*command(tiny_model, tmp_path), environ={"WORLD_SIZE": "2", "RANK": "0"})
    assert ended.returncode == 2
    assert "WORLD_SIZE is 2, but LOCAL_RANK, MASTER_ADDR, MASTER_PORT isn't set" in ended.stderr
