"""Programs of a build are run to their end: lines are passed on, failures carry them, cancelling ends the program."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from local_azure.environments.commands import CommandError, run_command


def test_lines_of_both_streams_are_reported() -> None:
    lines: list[str] = []
    program = "import sys; print('one', flush=True); print('two', file=sys.stderr)"
    asyncio.run(run_command([sys.executable, "-c", program], {}, lines.append))
    assert lines == ["one", "two"]


def test_a_failure_carries_status_and_lines() -> None:
    with pytest.raises(CommandError) as caught:
        asyncio.run(run_command([sys.executable, "-c", "print('why'); raise SystemExit(7)"], {}, lambda _line: None))
    assert (caught.value.status, caught.value.lines) == (7, ("why",))


def test_only_the_given_variables_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "s")
    lines: list[str] = []
    program = "import os; print('AZURE_CLIENT_SECRET' in os.environ, os.environ['GIVEN'])"
    asyncio.run(run_command([sys.executable, "-c", program], {"GIVEN": "g"}, lines.append))
    assert lines == ["False g"]


def test_cancelling_ends_the_program(tmp_path: Path) -> None:
    started = asyncio.Event()
    numbers: list[int] = []

    def note(line: str) -> None:
        numbers.append(int(line))
        started.set()

    async def cancel() -> None:
        program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
        running = asyncio.create_task(run_command([sys.executable, "-c", program], {}, note))
        await started.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(cancel())
    with pytest.raises(ProcessLookupError):
        os.kill(numbers[0], 0)
