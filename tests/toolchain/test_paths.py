"""Each part is found where setup puts it, or named with the command that makes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain import paths

PARTS: dict[Callable[[Path], Path], str] = {
    paths.pulumi_executable: ".tunestack/bin/pulumi",
    paths.language_program: ".tunestack/bin/pulumi-language-python-exec",
    paths.node_executable: ".tunestack/node/bin/node",
    paths.azurite_script: ".tunestack/azurite/node_modules/azurite/dist/src/blob/main.js",
    paths.uv_executable: ".tunestack/uv/bin/uv",
    paths.environment_python: ".venv/bin/python",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_where_setup_puts_it(tmp_path: Path, part: Callable[[Path], Path]) -> None:
    file = tmp_path / PARTS[part]
    file.parent.mkdir(parents=True)
    file.write_text("")
    assert part(tmp_path) == file


@pytest.mark.parametrize("part", [*PARTS, paths.bin_directory, paths.stand_in_directory])
def test_a_missing_part_is_named_with_the_command_that_makes_it(tmp_path: Path, part: Callable[[Path], Path]) -> None:
    with pytest.raises(paths.PartMissingError, match=f"is missing: .*Run `make setup` in {tmp_path}"):
        part(tmp_path)


def test_the_clone_is_the_folder_with_the_project_file() -> None:
    assert (paths.root() / "pyproject.toml").is_file()
