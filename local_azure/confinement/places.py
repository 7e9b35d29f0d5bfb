"""What every confined program may read: the system's programs, libraries and settings without secrets, and a Python."""

import os
from collections.abc import Iterator
from pathlib import Path

# Below /proc other processes' environments and memory stay closed: the kernel refuses what takes the right to trace.
_SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store", "/proc"]
_KERNEL = ["/sys/devices", "/sys/fs/cgroup", "/sys/class", "/sys/bus", "/sys/module", "/sys/kernel/mm"]
# What has secrets (shadow, ssl/private, ssh) is left out on purpose: root may read it.
_SETTINGS = [
    "alternatives",
    "crypto-policies",
    "fonts",
    "gai.conf",
    "group",
    "host.conf",
    "hosts",
    "inputrc",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "ld.so.preload",
    "locale.alias",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "OpenCL",
    "os-release",
    "passwd",
    "pki/ca-trust",
    "pki/tls/certs",
    "protocols",
    "resolv.conf",
    "services",
    "shells",
    "ssl/certs",
    "ssl/openssl.cnf",
    "terminfo",
    "timezone",
    "vulkan",
]
_DEVICES = ("null", "zero", "full", "random", "urandom", "kfd")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- where the C library keeps semaphores and memory between processes
_PREFIX_FOLDERS = ("bin", "lib", "lib64", "libexec", "include", "share", "ssl")


def system_places() -> list[Path]:
    """Returns what of the system there is to read, with the libraries' folders that LD_LIBRARY_PATH names."""
    libraries = [Path(each) for each in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep) if each]
    settings = [Path("/etc") / name for name in _SETTINGS]
    return [place for place in (*map(Path, _SYSTEM), *map(Path, _KERNEL), *settings, *libraries) if place.exists()]


def devices() -> list[Path]:
    """Returns the devices that programs use: what is nobody's, and GPUs."""
    cards = [*Path("/dev").glob("nvidia*"), *Path("/dev/dri").glob("*")]
    return [place for place in (*(Path("/dev") / name for name in _DEVICES), *cards) if place.exists()]


def python_places(python: Path) -> Iterator[Path]:
    """Yields where a Python lies, with its libraries: its environment, and the installation that this is made of.

    Args:
        python: The executable, as it is called.
    """
    own = python.parent.parent
    if (own / "pyvenv.cfg").is_file():
        yield own
    # Not the whole prefix: of a Python in ~/bin that is the home.
    prefix = python.resolve().parent.parent
    yield from (prefix / name for name in _PREFIX_FOLDERS if (prefix / name).is_dir())
