"""The provider stand-in among Pulumi's plugins: there while the official provider isn't."""

from importlib.metadata import version
from pathlib import Path

import pytest

from local_azure.provider_plugin import PROGRAM, offer_stand_in

VERSION = version("pulumi-azure-native")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose stand-in is set up."""
    program = tmp_path / "project" / ".tunestack" / "stand-in" / PROGRAM
    program.parent.mkdir(parents=True)
    program.touch()
    return tmp_path / "project"


def plugins(home: Path) -> list[str]:
    return sorted(folder.name for folder in (home / "plugins").glob("*"))


def test_the_stand_in_is_offered_as_the_sdks_version_and_stays_so(root: Path, tmp_path: Path) -> None:
    for _ in range(2):
        offer_stand_in(root, tmp_path)
    folder = tmp_path / "plugins" / f"resource-azure-native-v{VERSION}+stand-in"
    assert [path.name for path in folder.iterdir()] == [PROGRAM]
    assert (folder / PROGRAM).readlink() == root / ".tunestack" / "stand-in" / PROGRAM


def test_a_stand_in_of_another_clone_gives_way(root: Path, tmp_path: Path) -> None:
    link = tmp_path / "plugins" / f"resource-azure-native-v{VERSION}+stand-in" / PROGRAM
    link.parent.mkdir(parents=True)
    link.symlink_to("/elsewhere")
    offer_stand_in(root, tmp_path)
    assert link.readlink() == root / ".tunestack" / "stand-in" / PROGRAM


def test_it_goes_when_the_official_provider_comes(root: Path, tmp_path: Path) -> None:
    offer_stand_in(root, tmp_path)
    (tmp_path / "plugins" / f"resource-azure-native-v{VERSION}").mkdir()
    offer_stand_in(root, tmp_path)
    assert plugins(tmp_path) == [f"resource-azure-native-v{VERSION}"]


def test_nothing_is_offered_that_is_not_set_up(tmp_path: Path) -> None:
    offer_stand_in(tmp_path / "nothing", tmp_path)
    assert plugins(tmp_path) == []
