"""Online deployments as ARM resources: checked, brought up beside what serves, put in its place, taken away."""

from dataclasses import dataclass

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.machinelearning.commands.environments import require_environment
from local_azure.machinelearning.online_endpoints.artifacts import code_place, model_of
from local_azure.machinelearning.online_endpoints.ids import endpoint_id_of
from local_azure.machinelearning.online_endpoints.logs import deployment_log
from local_azure.machinelearning.online_endpoints.refusals import invalid
from local_azure.machinelearning.online_endpoints.request_counts import RequestCounts
from local_azure.machinelearning.online_endpoints.reserved_cores import hold_cores, release_cores
from local_azure.machinelearning.online_endpoints.revisions import Revision, Revisions
from local_azure.machinelearning.online_endpoints.scoring_servers import ScoringServers
from local_azure.machinelearning.online_endpoints.settings import completed, parse_settings
from local_azure.machinelearning.online_endpoints.storage_initializer import StorageInitializer
from local_azure.machinelearning.online_endpoints.traffic import refuse_while_used
from local_azure.platform import Platform
from local_azure.resources import Resource


@dataclass(frozen=True)
class OnlineDeployments:
    """What the type ``workspaces/onlineEndpoints/deployments`` does beyond being stored.

    Attributes:
        platform: The local Azure.
        revisions: What deployments run.
        servers: Runs it.
        counts: The requests they were asked.
    """

    platform: Platform
    revisions: Revisions
    servers: ScoringServers
    counts: RequestCounts

    def behaviour(self) -> Behaviour:
        """Returns the hooks."""
        return Behaviour(
            validate=self.validate,
            prepare=self.prepare,
            provision=self.provision,
            refuse_delete=self.refuse_delete,
            delete=self.delete,
            actions={"getlogs": lambda call: deployment_log(self.revisions, call)},
        )

    async def validate(self, write: Write) -> None:
        """Refuses what can't be deployed."""
        endpoint, properties = write.parent, write.body.get("properties") or {}
        if endpoint is None or endpoint.state == "Failed":
            raise invalid("Specified endpoint has not been created successfully. Please recreate the endpoint.")
        if str(write.body.get("location", "")) != endpoint.location:
            raise invalid(
                f"The deployment's location '{write.body.get('location')}' isn't its endpoint's, "
                f"'{endpoint.location}'.",
                "Location",
            )
        if write.existing and write.existing.state == "Failed" and self.revisions.serving(write.id) is None:
            # Seen in a public repository's notes on deployments (2023-03), read in 2026-11.
            raise invalid(
                f"Specified deployment [{write.name}] failed during initial provisioning and is in an unrecoverable "
                "state. Delete and re-create."
            )
        parse_settings(properties, write.body.get("sku") or {}, endpoint.location)
        code_place(self.platform, write.id, properties)
        model_of(self.platform, write.id, properties)
        require_environment(self.platform, workspace_id_of(write.id), str(properties.get("environmentId") or ""))

    async def prepare(self, write: Write) -> Json:
        """Fills in what the service does."""
        sku = {"name": "Default", "capacity": 1, **(write.body.get("sku") or {})}
        return {**write.body, "sku": sku, "properties": completed(write.body["properties"])}

    async def provision(self, deployment: Resource) -> None:
        """Brings up what the body asks for; what has served so far goes on until it is ready, and if it fails."""
        endpoint = self.platform.resources.get(endpoint_id_of(deployment.id))
        if endpoint is None:
            raise AzureError(404, "ResourceNotFound", f"The endpoint of deployment '{deployment.name}' is gone.")
        before = self.revisions.serving(deployment.id)
        revision = self.revisions.begin(deployment)
        try:
            self._hold(revision)
            if before is None or before.folder != revision.folder:
                await StorageInitializer(self.platform).bring(revision, endpoint)
            await self.servers.ready(revision)
        except AzureError:
            # Azure keeps a failed deployment's machines for nobody.
            if before is None:
                release_cores(self.platform, deployment.id)
            else:
                self._hold(before)
            raise
        self.revisions.serve(revision)
        if before is not None and before.folder != revision.folder:
            await self.servers.stop(before.folder)
            self.revisions.remove(before)

    async def refuse_delete(self, deployment: Resource) -> None:
        """Refuses to take away what requests go to."""
        refuse_while_used(self.platform.resources.get(endpoint_id_of(deployment.id)), deployment)

    async def delete(self, deployment: Resource) -> None:
        """Ends its processes and gives back what it holds."""
        for revision in (self.revisions.latest(deployment.id), self.revisions.serving(deployment.id)):
            if revision is not None:
                await self.servers.stop(revision.folder)
        self.revisions.forget(deployment.id)
        self.counts.forget(deployment.id)
        release_cores(self.platform, deployment.id)

    def _hold(self, revision: Revision) -> None:
        settings = parse_settings(revision.properties, revision.sku, revision.region)
        hold_cores(self.platform, revision.deployment_id, settings, revision.region)
