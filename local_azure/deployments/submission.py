"""A deployment that is asked for: who asks, where it goes and what it does, checked before anything is begun."""

import uuid
from dataclasses import dataclass, replace

from local_azure.deployments import preflight
from local_azure.deployments.arm import Caller
from local_azure.deployments.place import place_of
from local_azure.deployments.presentation import dependencies_of, providers_of
from local_azure.deployments.record import Deployment
from local_azure.deployments.refusals import DEPLOYMENT_TYPE, deployment_active
from local_azure.deployments.requests import check_name, checked_location, read_request
from local_azure.deployments.runner import Runner, described
from local_azure.deployments.template.plan import Plan, make_plan
from local_azure.errors import bad_request
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.management.context import Asked, Management
from local_azure.resources import Resource


@dataclass(frozen=True)
class Submission:
    """A deployment that could begin.

    Attributes:
        deployment: As it is kept from then on.
        plan: What it does.
        is_new: Whether there was none of its name.
    """

    deployment: Deployment
    plan: Plan
    is_new: bool


def submission(management: Management, runner: Runner, asked: Asked, group: Resource | None, name: str) -> Submission:
    """Returns what a PUT, ``validate`` or ``whatIf`` asks for.

    Args:
        management: The ARM core.
        runner: The deployments that go on.
        asked: The request.
        group: The resource group; None at the subscription.
        name: The deployment's name.

    Raises:
        AzureError: Azure's refusal.
    """
    check_name(name)
    request = read_request(asked.content)
    scope = group.id if group else SUBSCRIPTION_SCOPE
    deployment_id = f"{scope}/providers/{DEPLOYMENT_TYPE}/{name}"
    before = current(runner, deployment_id, group)
    location = checked_location(
        name, request.location, before.location if before else None, is_in_group=group is not None
    )
    if request.mode == "Complete" and group is None:
        raise bad_request("The mode 'Complete' is not supported at the subscription.", code="InvalidDeploymentMode")
    now = management.platform.clock.now()
    correlation = asked.headers.get("x-ms-correlation-request-id") or str(uuid.uuid4())
    deployment = Deployment(
        id=before.id if before else deployment_id,
        name=before.name if before else name,
        scope=scope,
        caller=Caller(asked.caller.object_id, asked.caller.app_id, correlation),
        api_version=asked.api_version,
        template=request.template,
        parameters={},
        mode=request.mode,
        operation_id=str(uuid.uuid4()),
        started_at=now.isoformat(),
        group_made_at=group.created_at.isoformat() if group else "",
        location=location,
        tags=request.tags,
    )
    place = place_of(scope, group, described(deployment), asked.caller.object_id)
    plan = make_plan(request.template, request.parameters, place, now, lambda: str(uuid.uuid4()))
    preflight.check(management, asked.caller, name, plan)
    return Submission(_with_plan(deployment, plan), plan, before is None)


def current(runner: Runner, deployment_id: str, group: Resource | None) -> Deployment | None:
    """Returns a deployment, or None where there is none in the resource group as it is now."""
    found = runner.records.get(deployment_id)
    if found is None or (group is not None and found.group_made_at != group.created_at.isoformat()):
        return None
    return found


def check_idle(runner: Runner, submitted: Submission) -> None:
    """Checks that no deployment of the same name goes on.

    Raises:
        AzureError: 409 DeploymentActive.
    """
    before = runner.records.get(submitted.deployment.id)
    if before is not None and before.is_active and not submitted.is_new:
        raise deployment_active(before.name, before.started_at)


def _with_plan(deployment: Deployment, plan: Plan) -> Deployment:
    return replace(
        deployment,
        parameters={each.name: each.shown() for each in plan.parameters},
        is_secret=any(each.is_secure for each in plan.parameters),
        providers=providers_of(plan),
        dependencies=dependencies_of(plan),
    )
