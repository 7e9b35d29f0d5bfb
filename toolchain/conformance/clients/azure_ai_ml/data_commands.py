"""Data assets: from a local file or folder, once however often it is sent; from a path; versioned, listed, archived."""

from collections.abc import Iterator
from pathlib import Path

from azure.ai.ml import MLClient
from azure.ai.ml.constants import ListViewType
from azure.ai.ml.entities import Data
from azure.storage.blob import BlobClient
from setting import Command, credential, holds, is_gone

ELSEWHERE = "azureml://datastores/workspaceblobstore/paths/there/rows.jsonl"


def data_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Makes data of a file, a folder and a path, in several versions, and reads them in every way."""
    rows = folder / "rows.jsonl"
    rows.write_text('{"a": 1}\n')
    several = folder / "several" / "deeper"
    several.mkdir(parents=True)
    (several / "one.txt").write_text("one")
    (several.parent / "two.txt").write_text("two")
    data = client.data
    yield "data.create_or_update of a file", lambda: holds(_made(client, path=str(rows)), "1")
    yield "data.create_or_update of the same file, not uploaded again", lambda: _uploaded_once(client, rows)
    yield (
        "data.create_or_update of a folder",
        lambda: holds(_made(client, name="several", path=str(several.parent), kind="uri_folder"), "1"),
    )
    yield "data.get of a folder", lambda: holds(data.get("several", version="1").type, "uri_folder")
    yield "data.create_or_update of a path", lambda: holds(_made(client, path=ELSEWHERE), "3")
    yield (
        "data.create_or_update of a version of one's own",
        lambda: holds(_made(client, path=ELSEWHERE, version="7"), "7"),
    )
    yield "data.create_or_update after it", lambda: holds(_made(client, path=ELSEWHERE), "8")
    yield "data.get", lambda: holds(data.get("rows", version="3").path.endswith("/paths/there/rows.jsonl"), True)
    yield "data.get of the latest", lambda: holds(data.get("rows", label="latest").version, "8")
    yield "data.get of none", lambda: is_gone(lambda: data.get("rows", version="99"))
    yield "data.list", lambda: holds({"rows", "several"} <= {one.name for one in data.list()}, True)
    yield "data.list of versions", lambda: holds(_versions(client), {"1", "2", "3", "7", "8"})
    yield "data.archive of a version", lambda: data.archive("rows", version="1")
    yield "data.list without what is archived", lambda: holds(_versions(client), {"2", "3", "7", "8"})
    yield "data.list of what is archived", lambda: holds(_versions(client, ListViewType.ARCHIVED_ONLY), {"1"})
    yield "data.restore of a version", lambda: data.restore("rows", version="1")
    yield "data.list of all that is back", lambda: holds(_versions(client), {"1", "2", "3", "7", "8"})
    yield "data.archive of all versions", lambda: data.archive("several")
    yield "data.list without it", lambda: holds("several" in [one.name for one in data.list()], False)
    yield "data.restore of all versions", lambda: data.restore("several")
    yield "data.list with it", lambda: holds("several" in [one.name for one in data.list()], True)


def _made(
    client: MLClient, *, path: str, name: str = "rows", version: str | None = None, kind: str = "uri_file"
) -> str:
    return str(client.data.create_or_update(Data(name=name, path=path, version=version, type=kind)).version)


def _uploaded_once(client: MLClient, rows: Path) -> None:
    before = client.data.get("rows", version="1").path
    written = _written(client, before)
    again = client.data.create_or_update(Data(name="rows", path=str(rows), type="uri_file"))
    holds((again.version, again.path), ("2", before))
    holds(_written(client, before), written)


def _written(client: MLClient, uri: str) -> object:
    default = client.datastores.get_default()
    blob = BlobClient(
        f"https://{default.account_name}.blob.core.windows.net",
        default.container_name,
        uri.partition("/paths/")[2],
        credential=credential(),
    )
    return blob.get_blob_properties().etag


def _versions(client: MLClient, view: ListViewType = ListViewType.ACTIVE_ONLY) -> set[str]:
    return {str(one.version) for one in client.data.list("rows", list_view_type=view)}
