"""Downloads a file whose SHA-256 is known beforehand: what arrives is that file, or an error."""

import hashlib
import shutil
import urllib.request
from pathlib import Path
from threading import Thread

SCHEME = "https://"
STALL_SECONDS = 60.0  # without a byte: the connection is taken for dead


class ChecksumError(Exception):
    """What arrived isn't the file that was recorded."""


def fetch(url: str, destination: Path, *, sha256: str, reach_within: float) -> None:
    """Download `url` to `destination`.

    Args:
        url: an https address; proxies and certificates are taken from the environment.
        destination: the file to write; nothing is left there when the download fails.
        sha256: the checksum, in hexadecimal.
        reach_within: seconds after which a host that doesn't answer counts as out of reach, name look-up included.

    Raises:
        OSError: the host can't be reached, or doesn't have the file.
        ChecksumError: what arrived has another checksum.
    """
    _reach(url, reach_within)
    partial = destination.with_name(destination.name + ".part")
    try:
        with urllib.request.urlopen(url, timeout=STALL_SECONDS) as answer, partial.open("wb") as file:  # noqa: S310 - https only, checked in _reach
            shutil.copyfileobj(answer, file, length=1 << 20)
        verify(partial, sha256, url)
        partial.replace(destination)
    finally:
        partial.unlink(missing_ok=True)


def verify(file: Path, sha256: str, origin: str) -> None:
    """Compare a file with its recorded checksum.

    Raises:
        ChecksumError: they differ.
    """
    with file.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != sha256:
        raise ChecksumError(f"{origin} has SHA-256 {found}, recorded is {sha256}")


def _reach(url: str, seconds: float) -> None:
    """Ask for the file's head in a thread of its own: a name look-up has no time limit that could be set."""
    if not url.startswith(SCHEME):
        raise OSError(f"{url} is not an https address")
    failures: list[OSError] = []
    reached: list[bool] = []

    def ask() -> None:
        try:
            request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - https only, checked above
            with urllib.request.urlopen(request, timeout=seconds):  # noqa: S310
                reached.append(True)
        except OSError as error:
            failures.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not reached:
        raise failures[0] if failures else TimeoutError(f"no answer within {seconds:g} s")
