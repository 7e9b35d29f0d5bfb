"""The ledger: what is noted of every run, in the project's storage, so that no run is lost with a machine."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from jobs.domain.errors import CloudError, UsageError
from jobs.domain.run_record import RunRecord, run_of
from jobs.ports import Datastore

FOLDER = "tunestack/runs"

_FILE = "/run.json"
_RECORD = TypeAdapter(RunRecord)
_TRIES = 10
"""How often a change is made again because another machine was faster; each of them writes once a minute at most."""


@dataclass(frozen=True)
class Ledger:
    """The records of all runs of a stack's method."""

    datastore: Datastore

    def find(self, job: str) -> RunRecord | None:
        """The record of a run, by its name or by that of any of its jobs."""
        run = run_of(job)
        return None if run is None else self._fetch(run)[0]

    def list(self) -> "list[RunRecord]":
        """All records, the run whose job was handed in last first."""
        paths = [path for path in self.datastore.list(f"{FOLDER}/") if path.endswith(_FILE)]
        runs = [path.removeprefix(f"{FOLDER}/").removesuffix(_FILE) for path in paths]
        records = [record for run in runs if (record := self._fetch(run)[0]) is not None]
        return sorted(records, key=_claimed, reverse=True)

    def claim(self, run: str, change: Callable[[RunRecord | None], RunRecord | None]) -> RunRecord | None:
        """Writes what `change` makes of a record, unless another machine writes meanwhile.

        Args:
            run: its name.
            change: is given the record, none where there is none, and gives what it should be; none to leave it.

        Returns:
            The record as it was written; none where another machine was faster or nothing was to be changed.
        """
        record, version = self._fetch(run)
        wanted = change(record)
        if wanted is None:
            return None
        return wanted if self.datastore.save(_path(run), _RECORD.dump_json(wanted), version) is not None else None

    def note(self, job: str, change: Callable[[RunRecord], RunRecord]) -> None:
        """Notes something of a run on top of whatever others note of it; a run without a record has nothing to note.

        Raises:
            CloudError: others write all the time.
        """
        run = run_of(job)
        for _ in range(_TRIES):
            record, version = (None, None) if run is None else self._fetch(run)
            if run is None or record is None or (changed := change(record)) == record:
                return
            if self.datastore.save(_path(run), _RECORD.dump_json(changed), version) is not None:
                return
        raise CloudError(f"{run} can't be noted: others change its record all the time", fix="Run it again.")

    def note_outcome(self, job: str, *, deployments: tuple[str, ...], passed: bool) -> None:
        """Notes what became of a job's model: where it is deployed, where its evaluation is, and its verdict."""
        self.note(
            job,
            lambda record: replace(
                record, deployments=deployments, evaluation=f"{FOLDER}/{job}/evaluation.json", passed=passed
            ),
        )

    def keep_report(self, job: str, html: str) -> None:
        """Keeps a run's report where every machine finds it, and notes where that is."""
        path = f"{FOLDER}/{job}/report.html"
        self.datastore.write(path, html.encode())
        self.note(job, lambda record: replace(record, report=path))

    def _fetch(self, run: str) -> tuple[RunRecord | None, str | None]:
        found = self.datastore.fetch(_path(run))
        if found is None:
            return None, None
        try:
            return _RECORD.validate_json(found.content), found.version
        except ValidationError as error:
            message = f"{_path(run)} in the project's storage isn't a record of a run that this version understands"
            raise UsageError(message, fix="Use the version of Tunestack that wrote it, or delete it.") from error


def _path(run: str) -> str:
    return f"{FOLDER}/{run}{_FILE}"


def _claimed(record: RunRecord) -> str:
    return record.newest.claimed.isoformat() if record.newest else ""
