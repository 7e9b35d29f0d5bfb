"""Which blob operation a request is, and the SAS permission it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class BlobRequest:
    """What a request to `{account}.blob.core.windows.net` is about.

    `container` and `blob` are empty for operations on the account or on the container.
    `permission` holds the SAS letters of which one is enough, empty where no service SAS can allow it.
    """

    account: str
    container: str
    blob: str
    method: str
    comp: str
    permission: str

    @property
    def writes(self) -> bool:
        """Whether the operation changes anything."""
        return self.method in {"PUT", "DELETE", "POST"}


def read_request(host: str, method: str, raw_path: str, query: Mapping[str, str]) -> BlobRequest:
    """Reads the operation from the host name, the undecoded path and the decoded query.

    Whatever ``restype`` says, a path with a blob is about that blob: Azurite reads it so, too.
    """
    account = host.partition(".")[0].lower()
    container, _, blob = raw_path.lstrip("/").partition("/")
    comp = query.get("comp", "")
    permission = _permission(method, comp, blob) if container else ""
    return BlobRequest(account, unquote(container), unquote(blob), method, comp, permission)


def is_traversal(raw_path: str) -> bool:
    """Whether a path tries to leave its container: by `.` or `..` segments, encoded or not, or an encoded slash.

    So does one that isn't UTF-8. To Azurite an encoded slash in the container's name parts it from a blob's.
    """
    try:
        unquote(raw_path, errors="strict")
    except UnicodeDecodeError:
        return True
    container = unquote(raw_path.lstrip("/").partition("/")[0])
    segments = unquote(raw_path).replace("\\", "/").split("/")
    return any(segment in {".", ".."} for segment in segments) or bool({"/", "\\", "\0"} & set(container))


def _permission(method: str, comp: str, blob: str) -> str:
    if not blob:
        return "l" if method == "GET" and comp == "list" else ""
    if method in {"GET", "HEAD"}:
        return "r"
    if method == "DELETE":
        return "d"
    if method == "PUT" and comp == "appendblock":
        return "aw"
    if method == "PUT" and comp in {"", "block", "blocklist"}:
        return "cw"
    return "w" if method == "PUT" else ""
