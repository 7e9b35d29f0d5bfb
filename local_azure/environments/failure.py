"""Says in one line why uv failed: the package it stumbled over, what went wrong, what to do."""

import re

from local_azure.environments.commands import CommandError

_PACKAGE = re.compile(r"`?([A-Za-z0-9._-]+==[^`\s]+)`?|`([A-Za-z0-9._-]+)`")
_ERROR = re.compile("\\s*(error:|\u00d7)")  # uv starts an error's line with either
_DECORATION = re.compile("^\\s*(error:|\u00d7|\u251c\u2500\u25b6|\u2570\u2500\u25b6|[Cc]aused? by:|cause:)\\s*")
_NETWORK = ("dns error", "connect", "timed out", "timeout", "offline", "network", "proxy", "certificate", "request")
_REMEDIES = (
    (("no space left",), "free some disk space (torch takes 6 GB) and run it again"),
    (("hash",), "the file is not the locked one: check the package index, or compile the lock again"),
    (_NETWORK, "check the network, the proxy and the package index, and run it again"),
)


def why_it_failed(error: CommandError) -> str:
    """Returns package, reason and remedy of a failed uv command.

    Args:
        error: The command with the lines that uv wrote.
    """
    complaint = _complaint(error.lines)
    if not complaint:
        return f"uv ended with exit status {error.status} and said nothing"
    text = ": ".join(complaint)
    package = next((match[1] or match[2] for line in complaint if (match := _PACKAGE.search(line))), None)
    subject = f"{package}: " if package is not None else ""
    remedy = next((cure for signs, cure in _REMEDIES if any(sign in text.lower() for sign in signs)), None)
    return f"{subject}{text}" + (f"; {remedy}" if remedy is not None else "")


def _complaint(lines: tuple[str, ...]) -> list[str]:
    """Returns uv's error and its causes, without the decoration; earlier lines are progress."""
    starts = [at for at, line in enumerate(lines) if _ERROR.match(line)]
    told = lines[starts[0] :] if starts else lines[-3:]
    return [_DECORATION.sub("", line).strip() for line in told if line.strip()]
