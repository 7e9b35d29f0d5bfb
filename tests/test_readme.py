"""The README's commands exist, and its tour is walked as it is written, on tiny weights."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import tunestack
from tests import prepared
from toolchain.paths import PartMissingError, azurite_script, pulumi_executable

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STACK_FILE = ROOT / "stacks" / "Pulumi.phi3-local.yaml"
TINY_WEIGHTS = '{"weights": "tiny-random"}'


def commands(heading: str = "") -> list[str]:
    """Returns the lines of the README's shell blocks, below one heading or all, without comments."""
    section = README if not heading else README.split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


TUNESTACK = sorted({line for line in commands() if line.startswith("tunestack ")})
MAKE = sorted({line for line in commands() if line.startswith("make ")})


@pytest.mark.parametrize("line", TUNESTACK)
def test_every_tunestack_command_is_one_with_these_arguments(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command: click.Command = tunestack
    context, arguments = None, shlex.split(line)[1:]
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context)
        found = command.get_command(context, arguments[0])
        assert found is not None, f"there is no command {arguments[0]}"
        command, arguments = found, arguments[1:]
    command.make_context(line, arguments, parent=context)


@pytest.mark.parametrize("line", MAKE)
def test_every_make_target_is_there(line: str) -> None:
    target = line.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def stack_file() -> Iterator[None]:
    """Puts the stack's file back: Pulumi writes a salt into it."""
    content = STACK_FILE.read_bytes()
    yield
    STACK_FILE.write_bytes(content)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("stack_file")
def test_the_tour_can_be_walked_as_it_is_written(tmp_path: Path) -> None:
    try:
        pulumi_executable(ROOT), azurite_script(ROOT)
    except PartMissingError as missing:
        pytest.skip(f"the tour needs the toolchain: {missing}")
    prepared.training_python()
    (tmp_path / "azure").mkdir()
    (tmp_path / "azure" / "options.json").write_text(TINY_WEIGHTS, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TUNESTACK_LOCAL_DIR": str(tmp_path / "azure")}
    script = "\n".join(["set -e", *map(on_tiny_weights, commands("The tour"))])
    try:
        walked = subprocess.run(
            ["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    finally:
        stop = [ROOT / ".venv" / "bin" / "tunestack", "local", "stop"]
        subprocess.run(stop, env=environment, check=True, capture_output=True)
    assert walked.returncode == 0, walked.stdout[-3000:] + walked.stderr[-3000:]


def on_tiny_weights(line: str) -> str:
    """Random weights don't pass the recipe's gate (exit code 4), and then nothing stays deployed to be compared."""
    if line.startswith("tunestack run "):
        return f"{line} || test $? -eq 4"
    return ":" if line.startswith("tunestack compare ") else line
