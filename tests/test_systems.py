"""The page that says where each system of the guides is names files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = tuple(f"{folder.name}/" for folder in ROOT.iterdir() if folder.is_dir())
NAMED = sorted(set(re.findall(r"`([^`\s]+/[^`\s]+)`", (ROOT / "docs" / "systems.md").read_text())))


@pytest.mark.parametrize("path", [path for path in NAMED if path.startswith(ROOMS)])
def test_a_file_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_files_of_this_project_are_told_from_those_of_the_guide() -> None:
    assert [path for path in NAMED if not path.startswith(ROOMS)] == ["finetuning_dir/fine_tune.py"]
