"""What a killed server had started is ended before the next one, and nothing else is."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.instance_file import InstanceFile, write_instance
from local_azure.leftovers import PROCESSES, end_leftovers

pytestmark = pytest.mark.skipif(not PROCESSES.is_dir(), reason="this system has no /proc to find processes by")

START_TWO = """
import subprocess, sys
for folder in sys.argv[1:]:
    print(subprocess.Popen(["sleep", "300"], cwd=folder, stdout=subprocess.DEVNULL).pid)
"""


@pytest.fixture
def orphans(tmp_path: Path) -> Iterator[tuple[Path, int, int]]:
    """An instance's folder whose server is gone, with one process in that folder and one elsewhere."""
    directory, elsewhere = tmp_path / "local", tmp_path / "elsewhere"
    directory.mkdir()
    elsewhere.mkdir()
    leader = subprocess.Popen(
        [sys.executable, "-c", START_TWO, str(directory), str(elsewhere)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd="/",
    )
    ours, other = (int(line) for line in leader.communicate(timeout=30)[0].split())
    write_instance(directory, InstanceFile(leader.pid, 1, 2, "then"))
    yield directory, ours, other
    for pid in (ours, other):
        subprocess.run(["kill", "-9", str(pid)], check=False, stderr=subprocess.DEVNULL)


def test_its_programs_are_ended_and_no_others(orphans: tuple[Path, int, int]) -> None:
    directory, ours, other = orphans
    assert end_leftovers(directory) == [ours]
    assert (PROCESSES / str(other) / "stat").read_text().split()[2] == "S"


def test_without_a_server_before_there_is_nothing_to_end(tmp_path: Path) -> None:
    assert end_leftovers(tmp_path) == []
