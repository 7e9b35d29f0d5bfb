"""What a job has said, asked for again only as far as it is new."""

from typing import Any

from jobs.adapters.openai.account import OpenAIAccount
from jobs.adapters.openai.jobs import JobDocuments


class JobEvents:
    """Events of one account's jobs.

    Args:
        account: whose jobs they are.
        jobs: finds them.
    """

    def __init__(self, account: OpenAIAccount, jobs: JobDocuments) -> None:
        self._account = account
        self._jobs = jobs
        self._known: dict[str, list[dict[str, Any]]] = {}

    def of(self, name: str) -> list[dict[str, Any]]:
        """All that a job has said so far, oldest first."""
        known = self._known.setdefault(name, [])
        last = known[-1]["id"] if known else None
        new = []
        for event in self._account.items(self._jobs.path(name, "/events")):
            if event["id"] == last:
                break
            new.append(event)
        known.extend(reversed(new))
        return known
