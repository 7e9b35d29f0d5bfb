"""Snapshots hold the whole state for their owner alone, under checked names; broken ones are told, not used."""

import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_azure.snapshots import snapshots
from local_azure.snapshots.restore import restore
from local_azure.snapshots.snapshots import Snapshot, SnapshotError, delete, find, names, save
from tests.local_azure.snapshots.folders import content, write_state

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "local"
    made.mkdir()
    write_state(made, "before")
    return made


def test_what_was_saved_comes_back_and_what_came_since_goes(directory: Path) -> None:
    before = content(directory)
    save(directory, "first", now=NOW)
    write_state(directory, "after")
    (directory / "later.json").write_text("{}")
    (directory / "ca.pem").write_text("new")
    restore(directory, "first")
    assert content(directory) == before
    assert (directory / "ca.pem").read_text() == "new"
    assert (directory / "jobs" / "one" / "before").readlink() == Path("output")


def test_a_snapshot_can_be_restored_again_and_again(directory: Path) -> None:
    before = content(directory)
    save(directory, "first", now=NOW)
    for word in ("once", "twice"):
        write_state(directory, word)
        restore(directory, "first")
        assert content(directory) == before


def test_a_snapshot_says_when_it_was_made_and_how_large_it_is(directory: Path) -> None:
    saved = save(directory, "first", now=NOW)
    assert saved == Snapshot("first", "2026-10-07T12:00:00.0000000Z", 5, 4 * len("before") + len("output"))
    assert find(directory, "first") == saved
    assert names(directory) == ["first"]


def test_only_its_owner_can_enter_a_snapshot_and_secrets_keep_their_modes(directory: Path) -> None:
    save(directory, "first", now=NOW)
    folder = directory / "snapshots"
    assert [path.stat().st_mode & 0o777 for path in (folder, folder / "first", folder / "first" / "state")] == [
        0o700
    ] * 3
    restore(directory, "first")
    assert (directory / "credentials.json").stat().st_mode & 0o777 == 0o600


def test_a_socket_that_a_job_left_is_no_obstacle(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(directory / "jobs" / "one")  # a socket's path may have 107 bytes
    with socket.socket(socket.AF_UNIX) as left:
        left.bind("left")
        save(directory, "first", now=NOW)
    restore(directory, "first")
    assert not (directory / "jobs" / "one" / "left").exists()


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../up", "a/b", "/etc", ".hidden", "-x", "a b", "a\n", "ä", "x" * 65, "a\0b"]
)
def test_what_could_lead_elsewhere_is_no_name(directory: Path, name: str) -> None:
    for act in (
        lambda: save(directory, name, now=NOW),
        lambda: restore(directory, name),
        lambda: delete(directory, name),
    ):
        with pytest.raises(SnapshotError, match="can't name a snapshot"):
            act()
    assert names(directory) == []


def test_a_name_is_not_taken_twice(directory: Path) -> None:
    saved = save(directory, "first", now=NOW)
    with pytest.raises(SnapshotError, match="there is a snapshot 'first' already"):
        save(directory, "first", now=NOW)
    assert find(directory, "first") == saved


def test_an_unknown_name_is_told_with_those_there_are(directory: Path) -> None:
    save(directory, "first", now=NOW)
    for act in (restore, delete, find):
        with pytest.raises(SnapshotError, match="there is no snapshot 'other'; there are: first"):
            act(directory, "other")


def test_without_a_state_there_is_nothing_to_save(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("of the machine")
    for directory in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(SnapshotError, match="holds no state to save"):
            save(directory, "first", now=NOW)


def test_a_snapshot_of_another_format_is_refused(directory: Path) -> None:
    saved = save(directory, "first", now=NOW)
    before = content(directory)
    description = directory / "snapshots" / "first" / "snapshot.json"
    description.write_text(json.dumps({**json.loads(description.read_text()), "format": saved.format + 1}))
    with pytest.raises(SnapshotError, match="has format 2, this version of the local Azure reads format 1"):
        restore(directory, "first")
    assert content(directory) == before


@pytest.mark.parametrize("text", [None, "", "[]", "no JSON", '{"name": "first"}', '{"unknown": 1}'])
def test_a_snapshot_without_a_readable_description_is_refused(directory: Path, text: str | None) -> None:
    save(directory, "first", now=NOW)
    description = directory / "snapshots" / "first" / "snapshot.json"
    description.unlink() if text is None else description.write_text(text)
    with pytest.raises(SnapshotError, match="the snapshot 'first' is damaged"):
        restore(directory, "first")


def test_a_snapshot_that_lacks_files_is_refused(directory: Path) -> None:
    save(directory, "first", now=NOW)
    before = content(directory)
    (directory / "snapshots" / "first" / "state" / "state.sqlite").unlink()
    with pytest.raises(SnapshotError, match="files are missing or were changed"):
        restore(directory, "first")
    assert content(directory) == before


def test_a_deleted_snapshot_is_gone_and_the_others_stay(directory: Path) -> None:
    for name in ("first", "second"):
        save(directory, name, now=NOW)
    (directory / "snapshots" / "first" / "snapshot.json").unlink()  # also one that is damaged
    delete(directory, "first")
    assert [path.name for path in (directory / "snapshots").iterdir()] == ["second"]


def test_a_save_that_fails_leaves_no_snapshot(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: Path, target: Path) -> None:
        target.mkdir()
        (target / "half").write_text("half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "copy_state", full)
        with pytest.raises(OSError, match="No space left"):
            save(directory, "first", now=NOW)
    assert list((directory / "snapshots").iterdir()) == []
    save(directory, "first", now=NOW)
