"""However a run is ended, the next one goes on from the last whole checkpoint, to the very same curve."""

import json
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.jobs.training.running import ENVIRON, Run, command, curve, metrics, summary

# What float32 on one CPU thread may differ by between two runs of the same steps.
SAME = 1e-4


def test_a_run_that_is_killed_and_stopped_ends_on_the_curve_of_one_that_was_not(
    trained: Path, python: Path, run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    line = [*command(tiny_model, tmp_path, "--checkpoints", elsewhere), "--resume", "auto"]

    killed = end_when(
        python, line, signal.SIGKILL, lambda: (elsewhere / "checkpoint-4" / "trainer_state.json").exists()
    )
    assert killed.returncode == -signal.SIGKILL
    leave_half_checkpoints(elsewhere)

    stopped = end_at_step(python, line, signal.SIGTERM)
    assert stopped.returncode == 128 + signal.SIGTERM
    assert f"stopped by signal 15; --resume auto goes on from the last checkpoint in {elsewhere}" in stopped.stderr
    assert "going on from the checkpoint of step" in stopped.stdout
    assert "checkpoint of step 9" not in stopped.stdout
    assert not (tmp_path / "output" / "summary.json").exists()

    # As on another machine: the checkpoints are there, the output folder isn't.
    shutil.rmtree(tmp_path / "output")
    resumed = run(*line)
    assert resumed.returncode == 0, resumed.stderr
    state = json.loads((elsewhere / "checkpoint-8" / "trainer_state.json").read_text(encoding="utf-8"))
    for lines in (state["log_history"], metrics(tmp_path / "output")):
        assert curve(lines) == pytest.approx(curve(metrics(trained)), abs=SAME)
    assert summary(tmp_path / "output")["metrics"]["base"] == pytest.approx(summary(trained)["metrics"]["base"])
    assert summary(tmp_path / "output")["selected"] == summary(trained)["selected"]


def leave_half_checkpoints(folder: Path) -> None:
    last = max(folder.glob("checkpoint-*/trainer_state.json"), key=lambda file: file.stat().st_mtime).parent
    for step, name in ((99, "trainer_state.json"), (98, "optimizer.pt"), (97, "adapter_model.safetensors")):
        half = Path(shutil.copytree(last, folder / f"checkpoint-{step}"))
        cut(half / name)
        if name != "trainer_state.json":
            state = json.loads((half / "trainer_state.json").read_text(encoding="utf-8"))
            (half / "trainer_state.json").write_text(json.dumps(state | {"global_step": step}), encoding="utf-8")


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def end_when(
    python: Path, line: list[str | Path], how: signal.Signals, there: Callable[[], bool]
) -> "subprocess.CompletedProcess[str]":
    process = start(python, line)
    assert process.stdout is not None
    for _printed in process.stdout:
        if there():
            break
    return end(process, line, how)


def end_at_step(python: Path, line: list[str | Path], how: signal.Signals) -> "subprocess.CompletedProcess[str]":
    process = start(python, line)
    assert process.stdout is not None
    said = ""
    for printed in process.stdout:
        said += printed
        if "] step " in printed:
            break
    ended = end(process, line, how)
    return subprocess.CompletedProcess(line, ended.returncode, said + ended.stdout, ended.stderr)


def start(python: Path, line: list[str | Path]) -> "subprocess.Popen[str]":
    return subprocess.Popen([python, *line], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRON)


def end(
    process: "subprocess.Popen[str]", line: list[str | Path], how: signal.Signals
) -> "subprocess.CompletedProcess[str]":
    process.send_signal(how)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(line, process.returncode, out, err)
