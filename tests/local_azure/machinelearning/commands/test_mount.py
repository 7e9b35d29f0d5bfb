"""Folders that stand for folders of a datastore: fetched, written back once they rest, never beyond themselves."""

import asyncio
from pathlib import Path
from typing import cast

import pytest

from local_azure.blob_store import BlobStore
from local_azure.errors import AzureError
from local_azure.machinelearning.commands.mount import Mount
from local_azure.machinelearning.workspaces.datastores import Container


class Blobs:
    """Blobs in memory, and which of them were written."""

    def __init__(self, **blobs: bytes) -> None:
        self.blobs = {name.replace("__", "/"): content for name, content in blobs.items()}
        self.written: list[str] = []

    async def list(self, _account: str, _container: str, prefix: str) -> list[str]:
        return sorted(name for name in self.blobs if name.startswith(prefix))

    async def download(self, _account: str, _container: str, blob: str, to: Path) -> None:
        to.write_bytes(self.blobs[blob])  # noqa: ASYNC240 -- a test's own

    async def upload(self, _account: str, _container: str, blob: str, data: Path) -> None:
        self.blobs[blob] = data.read_bytes()  # noqa: ASYNC240 -- a test's own
        self.written.append(blob)

    async def delete(self, _account: str, _container: str, blob: str) -> None:
        del self.blobs[blob]


def mount(blobs: Blobs, folder: Path, path: str = "runs/a/", only: str | None = None) -> Mount:
    place = Container("account", "container")
    return Mount(cast("BlobStore", blobs), place, path, folder / "mounted", root=folder, only=only)


def fetched(blobs: Blobs, folder: Path, path: str = "runs/a/", only: str | None = None) -> Mount:
    made = mount(blobs, folder, path, only)
    asyncio.run(made.fetch())
    return made


def test_what_is_there_is_fetched_and_stays_unwritten(tmp_path: Path) -> None:
    blobs = Blobs(runs__a__1=b"one", runs__a__b__2=b"two", runs__ab__3=b"three")
    made = fetched(blobs, tmp_path)
    assert (made.folder / "b" / "2").read_bytes() == b"two"
    assert [each.name for each in made.folder.rglob("*") if each.is_file()] == ["1", "2"]
    asyncio.run(made.flush(whole=True))
    assert blobs.written == []


def test_a_file_is_written_back_when_it_rests(tmp_path: Path) -> None:
    blobs = Blobs()
    made = fetched(blobs, tmp_path)
    (made.folder / "new").write_bytes(b"half")
    asyncio.run(made.flush())
    assert blobs.written == []
    asyncio.run(made.flush())
    asyncio.run(made.flush())
    assert blobs.written == ["runs/a/new"]
    (made.folder / "new").write_bytes(b"changed")
    asyncio.run(made.flush(whole=True))
    assert blobs.blobs == {"runs/a/new": b"changed"}


def test_a_file_that_is_removed_is_removed_there_and_no_other(tmp_path: Path) -> None:
    blobs = Blobs(runs__a__1=b"one")
    made = fetched(blobs, tmp_path)
    blobs.blobs["runs/a/other"] = b"of somebody else"
    (made.folder / "1").unlink()
    asyncio.run(made.flush())
    assert list(blobs.blobs) == ["runs/a/other"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    blobs, secret = Blobs(), tmp_path / "secret"
    secret.mkdir()
    (secret / "file").write_text("not for the datastore")
    made = fetched(blobs, tmp_path)
    (made.folder / "file").symlink_to(secret / "file")
    (made.folder / "folder").symlink_to(secret)
    asyncio.run(made.flush(whole=True))
    assert blobs.written == []


def test_a_folder_that_was_replaced_by_a_link_is_left_alone(tmp_path: Path) -> None:
    blobs, secret = Blobs(), tmp_path / "secret"
    secret.mkdir()
    (secret / "file").write_text("not for the datastore")
    made = fetched(blobs, tmp_path)
    made.folder.rmdir()
    made.folder.symlink_to(secret)
    asyncio.run(made.flush(whole=True))
    assert blobs.written == []


def test_a_file_that_is_replaced_by_a_link_just_before_it_is_read_is_not_written(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not for the datastore")

    class Late(Blobs):
        async def upload(self, account: str, container: str, blob: str, data: Path) -> None:
            for name in ("1", "2"):
                (tmp_path / "mounted" / name).unlink(missing_ok=True)
                (tmp_path / "mounted" / name).symlink_to(secret)
            await super().upload(account, container, blob, data)

    blobs = Late()
    made = fetched(blobs, tmp_path)
    for name in ("1", "2"):
        (made.folder / name).write_text("mine")
    asyncio.run(made.flush(whole=True))
    assert blobs.blobs == {"runs/a/1": b"mine"}


@pytest.mark.parametrize("name", ["a" * 300, "b/" * 3000 + "c"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    blobs = Blobs()
    blobs.blobs[f"runs/a/{name}"] = b""

    with pytest.raises(AzureError, match="can't be mounted as a file"):
        fetched(blobs, tmp_path)


def test_a_name_that_is_a_file_and_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AzureError, match="can't be mounted as a file"):
        fetched(Blobs(runs__a__1=b"", runs__a__1__2=b""), tmp_path)


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    blobs = Blobs()
    blobs.blobs["runs/a/../../out"] = b"out"
    with pytest.raises(AzureError, match="leads out of the folder"):
        fetched(blobs, tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_mount_of_one_file_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    blobs = Blobs(runs__a__1=b"one", runs__a__2=b"two")
    made = fetched(blobs, tmp_path, only="2")
    assert [each.name for each in made.folder.iterdir()] == ["2"]
    (made.folder / "3").touch()
    (made.folder / "2").write_bytes(b"changed")
    asyncio.run(made.flush(whole=True))
    assert (blobs.blobs["runs/a/2"], blobs.written) == (b"changed", ["runs/a/2"])


def test_the_root_of_a_container_can_be_mounted(tmp_path: Path) -> None:
    made = fetched(Blobs(a=b"one", b__c=b"two"), tmp_path, path="")
    assert (made.folder / "b" / "c").read_bytes() == b"two"
