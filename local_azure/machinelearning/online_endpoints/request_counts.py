"""How many requests deployments were asked, by minute, status class and time taken: what metrics are made of."""

from datetime import datetime

from local_azure.json_types import Json
from local_azure.store import Store

_TABLE = "machinelearning_online_requests"


class RequestCounts:
    """The counts of all deployments.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, deployment_id: str, moment: datetime, status: int, seconds: float) -> None:
        """Counts one request.

        Args:
            deployment_id: The deployment it went to.
            moment: When it came.
            status: The HTTP status of its answer.
            seconds: How long the answer took.
        """
        key = f"{deployment_id.lower()}|{moment:%Y-%m-%dT%H:%M}"
        document = self._store.get(_TABLE, key) or {"minute": f"{moment:%Y-%m-%dT%H:%M}", "statuses": {}, "seconds": 0}
        group = f"{status // 100}xx"
        statuses = {**document["statuses"], group: document["statuses"].get(group, 0) + 1}
        self._store.put(_TABLE, key, {**document, "statuses": statuses, "seconds": document["seconds"] + seconds})

    def of(self, deployment_id: str) -> list[Json]:
        """Returns the counts of a deployment: ``minute``, ``statuses`` by class such as ``2xx``, ``seconds`` in all."""
        return self._store.list(_TABLE, f"{deployment_id.lower()}|")

    def forget(self, deployment_id: str) -> None:
        """Forgets the counts of a deployment that is gone."""
        for key, _ in self._store.items(_TABLE, f"{deployment_id.lower()}|"):
            self._store.delete(_TABLE, key)
