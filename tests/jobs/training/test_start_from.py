"""Training that goes on from an adapter begins where that one ended; what doesn't fit ends it with a reason."""

from pathlib import Path

import pytest

from tests.jobs.training.running import Run, command, metrics


def eval_losses(output: Path) -> list[float]:
    return [line["eval_loss"] for line in metrics(output) if "eval_loss" in line]


def test_it_begins_with_the_loss_that_the_earlier_training_ended_with(
    run: Run, tiny_model: Path, trained: Path, tmp_path: Path
) -> None:
    ended = run(*command(tiny_model, tmp_path, "--start-from", trained / "adapter"))
    assert ended.returncode == 0, ended.stderr
    before, after = eval_losses(trained), eval_losses(tmp_path / "output")
    assert after[0] == pytest.approx(min(before), abs=0.001)
    assert after[-1] < after[0]


@pytest.mark.parametrize(
    ("more", "why"),
    [(("--lora-rank", "4"), "take the same --lora-rank"), ((), "there is no adapter_model.safetensors in")],
)
def test_an_adapter_that_is_not_there_or_does_not_fit_ends_it(
    run: Run, tiny_model: Path, trained: Path, tmp_path: Path, more: tuple[str, ...], why: str
) -> None:
    folder = trained / "adapter" if more else tmp_path
    ended = run(*command(tiny_model, tmp_path, "--start-from", folder, *more))
    assert ended.returncode == 1
    assert why in ended.stderr
    assert "Traceback" not in ended.stderr
