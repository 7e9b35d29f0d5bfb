"""Runs the processes of one command job and ends with the status of the first that fails, which ends all of them.

Stands alone: ``python launcher.py``. The plan comes by the standard input, as JSON, since it holds the job's token:
``{"processes": [{"command", "folder", "log", "environment"}], "outcome"}``. ``outcome`` tells who failed.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

GRACE_SECONDS = 5.0
_ENDED_BY_SIGNAL = 128


def main() -> int:
    """Runs a plan and returns the exit status."""
    plan = json.load(sys.stdin)
    # Whoever ends the job signals the whole group: the processes decide what to do, and this one waits for them.
    signal.signal(signal.SIGTERM, lambda *_: None)
    # Held on to: a Popen that is forgotten takes its process's exit status with it.
    processes = [start(process) for process in plan["processes"]]
    ranks = {process.pid: rank for rank, process in enumerate(processes)}
    while ranks:
        pid, status = os.wait()
        rank = ranks.pop(pid, None)
        code = exit_code(status)
        if rank is not None and code != 0:
            Path(plan["outcome"]).write_text(json.dumps({"rank": rank, "status": code}), encoding="utf-8")
            end(set(ranks))
            return code
    return 0


def start(process: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Starts one process, whose output is appended to its log."""
    with Path(process["log"]).open("ab") as log:
        return subprocess.Popen(
            process["command"],
            cwd=process["folder"],
            env=process["environment"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def end(pids: set[int]) -> None:
    """Asks the processes that are left to end and waits for them as long as the grace allows.

    Who does not listen is ended with the group by whoever started this program.
    """
    os.killpg(os.getpgrp(), signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while pids and time.monotonic() < deadline:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        pids.discard(pid)
        if pid == 0:
            time.sleep(0.02)


def exit_code(status: int) -> int:
    """Returns a process's exit code as shells have it: 128 and the signal's number for one ended by a signal."""
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else _ENDED_BY_SIGNAL - code


if __name__ == "__main__":
    sys.exit(main())
