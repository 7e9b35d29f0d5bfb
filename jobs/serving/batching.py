"""Gathers requests for a moment and answers those for the same model together, one batch after the other."""

import queue
import threading
import time
import traceback

from api_error import ApiError
from generation import generate
from job import Job

_WINDOW_SECONDS = 0.03  # a token takes longer; callers that send several requests at once get them into one batch
_MOST_WAITING = 256
_LARGEST_BATCH = 32


class Batcher:
    """One thread that computes; requests wait in a queue of bounded length."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Job | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="batcher", daemon=True)

    def start(self) -> None:
        """Starts answering."""
        self._thread.start()

    def stop(self) -> None:
        """Answers nothing more; requests that wait get an error."""
        while True:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job.pieces.put(ApiError(503, "stopping", "the server is stopping"))

    def submit(self, job: Job) -> None:
        """Puts a job into the queue; its pieces come as they are made.

        Raises:
            ApiError: 429 when too many wait already.
        """
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            message = f"{_MOST_WAITING} requests are waiting already"
            raise ApiError(429, "too_many_requests", message, retry_after=5) from None

    def _run(self) -> None:
        held: list[Job] = []
        while True:
            held += self._gather(block=not held)
            batch = [job for job in held if job.model is held[0].model][:_LARGEST_BATCH]
            held = [job for job in held if job not in batch]
            try:
                generate(batch)
            except Exception as error:  # noqa: BLE001 -- told to the callers and in the log; the next batch may go well
                traceback.print_exception(error)
                for job in batch:
                    job.pieces.put(ApiError(500, "generation_failed", f"{type(error).__name__}: {error}"))

    def _gather(self, *, block: bool) -> list[Job]:
        gathered: list[Job] = []
        if block:
            gathered.append(self._waiting.get())
        until = time.monotonic() + _WINDOW_SECONDS
        while (left := until - time.monotonic()) > 0:
            try:
                gathered.append(self._waiting.get(timeout=left))
            except queue.Empty:
                break
        return gathered
