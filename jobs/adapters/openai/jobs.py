"""Fine-tuning jobs as the service has them, found by the names that runs have here."""

from typing import Any

from jobs.adapters.openai.account import OpenAIAccount
from jobs.domain.errors import CloudError

RUN = "tunestack-run"
"""Under which key of a job's metadata the run's name is: the service names jobs itself (`ftjob-...`)."""

PATH = "/fine_tuning/jobs"


class JobDocuments:
    """The jobs of one account.

    Args:
        account: whose jobs they are.
    """

    def __init__(self, account: OpenAIAccount) -> None:
        self._account = account
        self._ids: dict[str, str] = {}

    def all(self) -> list[dict[str, Any]]:
        """All jobs, newest first."""
        found = list(self._account.items(PATH))
        self._ids |= {name_of(job): str(job["id"]) for job in reversed(found)}
        return found

    def find(self, name: str) -> dict[str, Any] | None:
        """The job of a run, as it is now; by its own id too."""
        if name not in self._ids:
            self.all()
        reply = self._account.rest.find(self._account.url(f"{PATH}/{self._ids.get(name, name)}"))
        found: dict[str, Any] | None = reply.body if reply else None
        return found

    def url(self, name: str, path: str = "") -> str:
        """The URL of something of a job: `/events`.

        Raises:
            CloudError: there is no such job.
        """
        return self._account.url(self.path(name, path))

    def path(self, name: str, path: str = "") -> str:
        """Likewise, below the account's own host."""
        if name not in self._ids:
            self.all()
        if (job_id := self._ids.get(name)) is None:
            raise CloudError(f"there is no job {name}", fix="tunestack runs list --stack STACK shows all.")
        return f"{PATH}/{job_id}{path}"


def name_of(job: dict[str, Any]) -> str:
    """The run's name; the service's own where the job wasn't handed in here."""
    return str((job.get("metadata") or {}).get(RUN) or job["id"])
