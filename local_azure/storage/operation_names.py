"""What the blob service calls its operations, told apart by method, level, ``restype`` and ``comp``.

Azure Storage's REST API reference, operations on the account, containers and blobs (service version 2024-11-04).
"""

from collections.abc import Mapping

from starlette.requests import Request

from local_azure.calls.operation import NamedOperations
from local_azure.storage.operations import read_request

# By level, then by comp: method and name. What Azurite lacks or the gateway refuses isn't there.
_OPERATIONS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "account": {
        "list": {"GET": "List Containers"},
        "properties": {"GET": "Get Blob Service Properties", "PUT": "Set Blob Service Properties"},
        "account properties": {"GET": "Get Account Information"},
        "stats": {"GET": "Get Blob Service Stats"},
        "userdelegationkey": {"POST": "Get User Delegation Key"},
    },
    "container": {
        "": {"PUT": "Create Container", "GET": "Get Container Properties", "DELETE": "Delete Container"},
        "list": {"GET": "List Blobs"},
        "metadata": {"PUT": "Set Container Metadata", "GET": "Get Container Metadata"},
        "acl": {"PUT": "Set Container ACL", "GET": "Get Container ACL"},
        "lease": {"PUT": "Lease Container"},
    },
    "blob": {
        "": {"PUT": "Put Blob", "GET": "Get Blob", "HEAD": "Get Blob Properties", "DELETE": "Delete Blob"},
        "block": {"PUT": "Put Block"},
        "blocklist": {"PUT": "Put Block List", "GET": "Get Block List"},
        "appendblock": {"PUT": "Append Block"},
        "page": {"PUT": "Put Page"},
        "pagelist": {"GET": "Get Page Ranges"},
        "properties": {"PUT": "Set Blob Properties"},
        "metadata": {"PUT": "Set Blob Metadata", "GET": "Get Blob Metadata"},
        "tags": {"PUT": "Set Blob Tags", "GET": "Get Blob Tags"},
        "tier": {"PUT": "Set Blob Tier"},
        "lease": {"PUT": "Lease Blob"},
        "snapshot": {"PUT": "Snapshot Blob"},
    },
}


def _asked(request: Request) -> tuple[str, str] | None:
    query = dict(request.query_params)
    read = read_request(request.headers.get("host", ""), request.method, request.url.path, query)
    if query.get("restype") == "account":  # asked at any level
        level, comp = "account", f"account {read.comp}"
    else:
        level, comp = "blob" if read.blob else "container" if read.container else "account", read.comp
    methods = _OPERATIONS[level].get(comp, {})
    method = read.method if read.method in methods or read.method != "HEAD" else "GET"
    return (method, methods[method]) if method in methods else None


BLOB_OPERATIONS = NamedOperations(
    [pair for comps in _OPERATIONS.values() for methods in comps.values() for pair in methods.items()], _asked
)
"""All of them, and which one a request asks for."""
