"""Folders of hostile programs: read and removed without following what they put there."""

import os
from pathlib import Path

import pytest

from local_azure.confinement.announcement import announced
from local_azure.confinement.untrusted_folder import files_inside, opened_inside, read_inside, remove_links, remove_tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "file").write_text("secret")
    folder = tmp_path / "root"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_text("mine")
    return folder


def test_a_file_inside_is_read_as_far_as_asked(root: Path) -> None:
    assert read_inside(root, "inner/file", 2) == b"mi"
    with opened_inside(root, "inner/file") as path:
        assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["link", "linked/file", "pipe", "inner", "missing", "inner/missing"])
def test_links_pipes_and_folders_are_no_files(root: Path, name: str) -> None:
    (root / "link").symlink_to(root.parent / "secret" / "file")
    (root / "linked").symlink_to(root.parent / "secret")
    os.mkfifo(root / "pipe")
    with pytest.raises(OSError):
        read_inside(root, name, 10)


def test_files_are_found_in_order_without_what_links_lead_to(root: Path) -> None:
    (root / "linked").symlink_to(root.parent / "secret")
    (root / "a").write_text("a")
    os.mkfifo(root / "pipe")
    assert [name for name, _ in files_inside(root)] == ["a", "inner/file"]
    assert [name for name, _ in files_inside(root, "inner")] == ["file"]
    assert list(files_inside(root, "linked")) == []
    assert list(files_inside(root, "missing")) == []


def test_a_link_in_a_folders_place_is_removed_and_not_what_it_leads_to(root: Path) -> None:
    link = root / "linked"
    link.symlink_to(root.parent / "secret")
    remove_tree(link)
    assert not link.is_symlink()
    link.symlink_to(root.parent / "secret")
    remove_links(root, "linked/below")
    assert not link.is_symlink()
    remove_tree(root / "inner")
    assert not (root / "inner").exists()
    assert (root.parent / "secret" / "file").read_text() == "secret"


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000\n", "http://127.0.0.1:8000"),
        ("http://169.254.169.254:80", ""),
        ("http://127.0.0.1:80@evil.example:1", ""),
        ("http://127.0.0.1:8000/path", ""),
        ("https://evil.example", ""),
        ("\udcff", ""),
        ("", ""),
        ("http://127.0.0.1:8000" + " " * 200, "http://127.0.0.1:8000"),
    ],
)
def test_only_an_address_on_loopback_is_believed(tmp_path: Path, said: str, believed: str) -> None:
    (tmp_path / "address").write_bytes(said.encode("utf-8", "surrogateescape"))
    assert announced(tmp_path / "address") == believed


def test_an_address_behind_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("http://127.0.0.1:8000")
    (tmp_path / "address").symlink_to(tmp_path / "real")
    assert announced(tmp_path / "address") == ""
    assert announced(tmp_path / "missing") == ""
