"""A cloud in memory whose endpoints have several deployments, as those of one's own models have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.errors import CloudError
from jobs.domain.evaluation.answers import Answer
from tests.jobs.cloud_in_memory import MemoryChat, MemoryCloud, MemoryEndpoints


@dataclass
class MemoryOnlineEndpoints(MemoryEndpoints):
    """Deployments by endpoint and name; `said` has what was done to them, in order."""

    deployments: dict[tuple[str, str], Endpoint] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def list(self) -> list[Endpoint]:
        return [*self.deployments.values()]

    def create(self, spec: EndpointSpec) -> Endpoint:
        self.said.append(f"create {spec.deployment}")
        uri = f"https://{spec.name}.eastus2.inference.ml.azure.com/score"
        made = Endpoint(
            spec.name,
            "Failed" if self.fault else "Succeeded",
            uri,
            spec.model_id,
            spec.content_safety,
            dict(spec.tags),
            spec.sku,
            spec.capacity,
            spec.deployment,
            traffic=0,
        )
        self.deployments[spec.name, spec.deployment] = made
        if self.fault:
            raise self.fault
        return made

    def delete(self, name: str) -> None:
        self.said.append("delete endpoint")
        self.deployments = {key: one for key, one in self.deployments.items() if key[0] != name}

    def route(self, endpoint: str, shares: Mapping[str, int]) -> None:
        assert sum(shares.values()) == 100
        self.said.append(" ".join(f"{name}={share}" for name, share in shares.items()))
        for (name, deployment), one in self.deployments.items():
            if name == endpoint:
                self.deployments[name, deployment] = replace(one, traffic=shares.get(deployment, 0))

    def withdraw(self, endpoint: str, deployment: str) -> None:
        gone = self.deployments.pop((endpoint, deployment), None)
        assert gone is None or gone.traffic == 0, "Azure refuses to delete what gets traffic"
        self.said.append(f"delete {deployment}")


@dataclass
class OnlineChat(MemoryChat):
    """Answers as the deployment does that the request goes to; those of `broken` models fail.

    Attributes:
        broken: versions of models (the end of their ids) that fail.
        only_with_traffic: they fail only once users ask them.
    """

    online: MemoryOnlineEndpoints = field(default_factory=MemoryOnlineEndpoints)
    broken: set[str] = field(default_factory=set)
    only_with_traffic: bool = False

    def complete(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Answer:
        self.asked.append(messages[-1].content)
        here = [one for one in self.online.list() if one.name == endpoint.name]
        wanted = [one for one in here if endpoint.deployment in ("", one.deployment)]
        reached = wanted if endpoint.deployment else [one for one in wanted if one.traffic]
        failing = [one for one in reached if one.model_id.rpartition("/")[2] in self.broken]
        if failing and (not self.only_with_traffic or not endpoint.deployment):
            raise CloudError(f"{endpoint.name}: HTTP 502")
        if not reached:
            raise CloudError(f"{endpoint.name}: no deployment gets this request")
        base = endpoint.asked_as == "base"
        return Answer(self.base_answer if base else self.tuned_answer, "weights" if base else "weights+adapter", 0.1)


def online_cloud() -> tuple[MemoryCloud, MemoryOnlineEndpoints, OnlineChat]:
    """The cloud, and the parts that tests look at."""
    cloud, online = MemoryCloud(), MemoryOnlineEndpoints()
    chat = OnlineChat(online, online=online)
    cloud.endpoints, cloud.traffic, cloud.chat = online, online, chat
    return cloud, online, chat
