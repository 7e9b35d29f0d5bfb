"""Takes from a program, before it begins, what it is not to reach: files, ports, other programs (Linux's Landlock).

    python -I -S landlock.py RULES -- COMMAND...

Stands alone, on the standard library. RULES is JSON: ``{"read": [PATH], "write": [PATH], "devices": [PATH], "connect":
null or [[FIRST, LAST]]}``. What COMMAND starts is bound as it is itself, and nothing can lift it again, not even root.
Numbers and structures: Linux 6.18, include/uapi/linux/landlock.h.
"""

import ctypes
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_PATH_BENEATH, _NET_PORT = 1, 2
_SET_NO_NEW_PRIVILEGES, _DROP_CAPABILITY, _AMBIENT_CAPABILITIES, _CLEAR_ALL = 38, 24, 47, 4
_CAPABILITIES = 64  # as many as the kernel has room for

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE = 1 << 4 | 1 << 5
_MAKE_DEVICES = 1 << 6 | 1 << 11
_MAKE = 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 12  # folders, files, sockets, pipes and links
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_CONNECT_TCP = 1 << 1
_SCOPES = 1 << 0 | 1 << 1  # abstract sockets and signals

_READ = _EXECUTE | _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _REMOVE | _MAKE | _REFER | _TRUNCATE
_DEVICE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEVICE
_FIRST_RIGHTS = _WRITE & ~_REFER & ~_TRUNCATE | _MAKE_DEVICES
# From which version on the kernel knows of a right.
_LATER_RIGHTS = ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEVICE))
CONNECTIONS_SINCE, SCOPES_SINCE = 4, 6
_NOT_STARTED = 126  # as shells end for a program that can't be run

_LIBRARY = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("place", ctypes.c_int32))


class _PortRule(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


def version() -> int:
    """Returns the version of Landlock that the kernel speaks; 0 where there is none, or it is switched off."""
    if sys.platform != "linux":
        return 0
    try:
        return _call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def confine(rules: dict[str, Any]) -> None:
    """Binds this process, and all that it starts from now on, by rules; the next program it becomes is root no more.

    Raises:
        OSError: A path of the rules isn't there, or the kernel refuses.
    """
    known = version()
    handled = _FIRST_RIGHTS
    for since, right in _LATER_RIGHTS:
        handled |= right if known >= since else 0
    ports = rules["connect"] if known >= CONNECTIONS_SINCE else None
    ruleset = _Ruleset(handled, 0 if ports is None else _CONNECT_TCP, _SCOPES if known >= SCOPES_SINCE else 0)
    size = 24 if known >= SCOPES_SINCE else 16 if known >= CONNECTIONS_SINCE else 8
    handle = _call(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    try:
        for name, rights in (("read", _READ), ("write", _WRITE), ("devices", _DEVICE)):
            for path in rules[name]:
                _allow_path(handle, path, rights & handled)
        _allow_ports(handle, ports or ())
        _drop_capabilities()
        _require(_LIBRARY.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _call(_RESTRICT_SELF, handle, 0)
    finally:
        os.close(handle)


def main() -> None:
    """Binds this process by the first argument and becomes the command after it."""
    rules, command = json.loads(sys.argv[1]), sys.argv[3:]
    try:
        confine(rules)
        os.execvp(command[0], command)  # noqa: S606 -- becoming the command is the point
    except OSError as error:
        sys.stderr.write(f"The program could not be confined and wasn't started: {error}\n")
    sys.exit(_NOT_STARTED)


def _allow_path(handle: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):  # noqa: PTH112 -- without pathlib this starts in half the time
            rights &= _OF_FILES
        rule = _PathRule(rights, place)
        _call(_ADD_RULE, handle, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _allow_ports(handle: int, ranges: Iterable[tuple[int, int]]) -> None:
    for first, last in ranges:
        for port in range(first, last + 1):
            _call(_ADD_RULE, handle, _NET_PORT, ctypes.byref(_PortRule(_CONNECT_TCP, port)), 0)


def _drop_capabilities() -> None:
    # What root runs would have them again, and with CAP_PERFMON the kernel shows any process's environment (6.18,
    # may_access_mm). Who isn't root has none, and isn't let drop any.
    _LIBRARY.prctl(_AMBIENT_CAPABILITIES, _CLEAR_ALL, 0, 0, 0)
    for capability in range(_CAPABILITIES):
        _LIBRARY.prctl(_DROP_CAPABILITY, capability, 0, 0, 0)


def _call(number: int, *arguments: Any) -> int:  # noqa: ANN401 -- what ctypes takes
    return _require(_LIBRARY.syscall(ctypes.c_long(number), *arguments))


def _require(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


if __name__ == "__main__":
    main()
