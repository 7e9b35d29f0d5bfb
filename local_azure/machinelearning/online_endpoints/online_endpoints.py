"""All that stands behind managed online endpoints on one local Azure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.machine import Compute, Report, compute_of
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.machinelearning.commands.environments import python_of, require_environment
from local_azure.machinelearning.online_endpoints.deployments import OnlineDeployments
from local_azure.machinelearning.online_endpoints.endpoints import online_endpoint_behaviour
from local_azure.machinelearning.online_endpoints.exchange import Exchange
from local_azure.machinelearning.online_endpoints.keys import EndpointKeys
from local_azure.machinelearning.online_endpoints.request_counts import RequestCounts
from local_azure.machinelearning.online_endpoints.revisions import Revision, Revisions
from local_azure.machinelearning.online_endpoints.scoring import Scoring
from local_azure.machinelearning.online_endpoints.scoring_servers import Pythons, ScoringServers
from local_azure.machinelearning.online_endpoints.traffic import TrafficSplit
from local_azure.platform import Platform


@dataclass(frozen=True)
class OnlineEndpoints:
    """The parts, which live as long as the local Azure runs.

    Attributes:
        platform: The local Azure.
        servers: Runs the scoring scripts.
    """

    platform: Platform
    servers: ScoringServers

    def behaviours(self) -> Mapping[str, Behaviour]:
        """Returns the behaviours by type below ``workspaces``, in lower case."""
        revisions, counts = Revisions(self.platform), RequestCounts(self.platform.store)
        deployments = OnlineDeployments(self.platform, revisions, self.servers, counts)
        return {
            "onlineendpoints": online_endpoint_behaviour(self.platform, EndpointKeys(self.platform)),
            "onlineendpoints/deployments": deployments.behaviour(),
        }

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes of the endpoints' hosts."""
        revisions, counts = Revisions(self.platform), RequestCounts(self.platform.store)
        exchange = Exchange(self.platform, revisions, self.servers, counts)
        split = TrafficSplit(self.platform.options.traffic_seed)
        return Scoring(self.platform, EndpointKeys(self.platform), split, exchange).routes()


def make_online_endpoints(platform: Platform) -> OnlineEndpoints:
    """Returns the parts, for a local Azure that has none yet."""
    return OnlineEndpoints(platform, ScoringServers(platform, _pythons(platform, compute_of(platform))))


def _pythons(platform: Platform, compute: Compute) -> Pythons:
    async def python(revision: Revision, report: Report) -> Path:
        wanted = str(revision.properties["environmentId"])
        environment = require_environment(platform, workspace_id_of(revision.deployment_id), wanted)
        return await python_of(compute, environment.properties, report)

    return python
