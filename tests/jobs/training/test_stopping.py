"""However a run is ended, the next one goes on from the last whole checkpoint, to the very same curve."""

import json
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.jobs.training.running import ENVIRON, TRAINING, Run, command, curve, metrics, summary

# What float32 on one CPU thread may differ by between two runs of the same steps.
SAME = 1e-4

# The trainer, which goes on from a line about a step only when its standard input has ended: eight steps take less time
# than this process may be kept from sending a signal.
WAITING = """
import sys
sys.path.insert(0, sys.argv[1])
import fine_tune

class Waiting:
    def __init__(self, told):
        self._told, self._said = told, ""
    def write(self, text):
        self._said += text
        self._told.write(text)
    def flush(self):
        self._told.flush()
        if f"] step {sys.argv[2]}/" in self._said:
            sys.stdin.read()

sys.stdout = Waiting(sys.stdout)
sys.exit(fine_tune.main(sys.argv[4:]))
"""


def test_a_run_that_is_killed_and_stopped_ends_on_the_curve_of_one_that_was_not(
    trained: Path, python: Path, run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    line = [*command(tiny_model, tmp_path, "--checkpoints", elsewhere), "--resume", "auto"]

    killed = end_at_step(5, python, line, signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    leave_half_checkpoints(elsewhere)

    stopped = end_at_step(6, python, line, signal.SIGTERM)
    assert stopped.returncode == 128 + signal.SIGTERM
    assert f"stopped by signal 15; --resume auto goes on from the last checkpoint in {elsewhere}" in stopped.stderr
    assert "going on from the checkpoint of step 4" in stopped.stdout
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


def end_at_step(
    step: int, python: Path, line: list[str | Path], how: signal.Signals
) -> "subprocess.CompletedProcess[str]":
    """Runs the trainer's command and sends it a signal while it waits at a step."""
    program: list[str | Path] = [python, "-c", WAITING, TRAINING, str(step), *line]
    pipe = subprocess.PIPE
    process = subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=ENVIRON)
    assert process.stdout is not None
    said = ""
    for printed in process.stdout:
        said += printed
        if f"] step {step}/" in printed:
            break
    process.send_signal(how)
    out, err = process.communicate(timeout=300)  # ends its standard input
    return subprocess.CompletedProcess(program, process.returncode, said + out, err)
