"""What the client does when Azure is busy: it asks again as long as `Retry-After` says, and not for ever."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from azure.ai.ml import MLClient
from azure.ai.ml.entities import AmlCompute, Data
from azure.core.exceptions import HttpResponseError
from data_commands import ELSEWHERE
from setting import Command, holds

WAIT = {"retry_after": 0.1}
RETRIES = 3
"""How often azure-core sends a request again by default (azure-core 1.41, RetryPolicy)."""


def retry_commands(client: MLClient) -> Iterator[Command]:
    """Lets requests be refused by the local Azure's rules of faults, and looks how the client takes it."""
    data, compute = client.data, client.compute
    asset = Data(name="rows", path=ELSEWHERE, type="uri_file", version="20")
    cluster = AmlCompute(name="busy", size="Standard_E4s_v3", min_instances=0, max_instances=1, location="eastus2")
    yield (
        "a read that meets 503 is sent again",
        lambda: _with(
            {"method": "GET", "path": "*/data/rows/versions/3", "times": 2, **WAIT}, lambda: data.get("rows", "3")
        ),
    )
    yield (
        "a write that meets 429 is sent again",
        lambda: _with(
            {"method": "PUT", "path": "*/data/rows/versions/20", "status": 429, "times": 2, **WAIT},
            lambda: holds(data.create_or_update(asset).version, "20"),
        ),
    )
    yield (
        "a poll of an operation that meets 500 is sent again",
        lambda: _with(
            {"method": "GET", "path": "*operation*", "status": 500, "times": 1, **WAIT},
            lambda: holds(compute.begin_create_or_update(cluster).result().name, "busy"),
        ),
    )
    yield "the cluster is deleted", lambda: compute.begin_delete("busy").wait()
    yield (
        "a read that is always refused ends after the retries that there are",
        lambda: _with({"path": "*/data/rows/versions/3", "times": RETRIES + 1, **WAIT}, lambda: _refused(client, 503)),
    )
    for status in (401, 403, 409):
        yield (
            f"a read that meets {status} isn't sent again",
            lambda status=status: _with(
                {"path": "*/data/rows/versions/3", "status": status, "times": 1}, lambda: _refused(client, status)
            ),
        )


def _with(rule: dict[str, object], call: Callable[[], object]) -> None:
    file = Path(os.environ["TUNESTACK_LOCAL_DIR"]) / "faults.json"
    _put(file, {"rules": [rule]})
    try:
        call()
    finally:
        _put(file, {"rules": []})


def _put(file: Path, rules: dict[str, object]) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps(rules))
    new.replace(file)


def _refused(client: MLClient, status: int) -> None:
    try:
        client.data.get("rows", "3")
    except HttpResponseError as error:
        holds(error.status_code, status)
        return
    raise AssertionError("it was done")
