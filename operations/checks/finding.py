"""What a check found: fine, not fine with what to do, or unknown where it couldn't be looked up."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "no", "unknown"]

Cause = Literal["configuration", "policy", "permission", "quota"]
"""What has to change for it to be fine: the stack's settings or what is there, a policy of
Azure, somebody's roles, or quota."""

PinValue = int | bool | str


@dataclass(frozen=True)
class Pin:
    """A setting that makes it fine, for ``tunestack doctor --fix`` to write into the stack's file.

    Attributes:
        setting: The setting, dotted, without namespace.
        value: Its value.
    """

    setting: str
    value: PinValue


@dataclass(frozen=True)
class Finding:
    """One thing that was checked.

    Attributes:
        check: The check.
        verdict: Never ok for what couldn't be looked up.
        message: What was found, in one sentence.
        fix: What to do about it, in one sentence; empty where there is nothing to do.
        setting: The setting that it is about, dotted, without namespace; empty where it is about none.
        cause: What has to change.
        pins: Settings that make it fine.
    """

    check: str
    verdict: Verdict
    message: str
    fix: str = ""
    setting: str = ""
    cause: Cause = "configuration"
    pins: tuple[Pin, ...] = ()


def ok(check: str, message: str, setting: str = "") -> Finding:
    """Gives the finding of what is fine."""
    return Finding(check, "ok", message, setting=setting)


def unknown(check: str, message: str, fix: str = "", setting: str = "") -> Finding:
    """Gives the finding of what couldn't be looked up."""
    return Finding(check, "unknown", message, fix, setting)
