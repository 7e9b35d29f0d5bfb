"""What is checked of a template's resources before anything is written: rights, versions, names."""

from local_azure.deployments.refusals import DEPLOYMENT_TYPE, invalid_deployment, unauthorized
from local_azure.deployments.template.plan import Plan
from local_azure.deployments.template.resources import Planned
from local_azure.errors import AzureError, not_supported
from local_azure.json_types import Json
from local_azure.management.context import Management
from local_azure.management.name_rules import check_name
from local_azure.management.paths import ResourcePath, parse
from local_azure.management.versions import check_version
from local_azure.tokens import Caller


def check(management: Management, caller: Caller, deployment: str, plan: Plan) -> None:
    """Checks that a caller may write all resources of a template, and that they could be written.

    Args:
        management: The ARM core.
        caller: Who deploys.
        deployment: The deployment's name.
        plan: What it does.

    Raises:
        AzureError: InvalidTemplateDeployment, with all that is wrong; 400 for an unknown type or version.
    """
    refused: list[str] = []
    wrong: list[Json] = []
    for one in plan.resources:
        path = parse(one.id)
        if path is None:
            continue
        refusal = _unauthorized(management, caller, one, path)
        refused += [refusal] if refusal else []
        try:
            _check_one(management, one, path)
        except AzureError as error:
            wrong.append({"target": one.id, **error.inner()})
    if refused:
        raise unauthorized(refused)
    if wrong:
        raise invalid_deployment(deployment, wrong)


def _unauthorized(management: Management, caller: Caller, one: Planned, path: ResourcePath) -> str:
    kind = management.kinds.find(path.type)
    action = f"{path.action_type}/write"
    decided_by_body = kind is not None and kind.behaviour.attributes is not None
    if decided_by_body or management.platform.authorizer.allows(caller, action, path.id):
        return ""
    return (
        f"Authorization failed for template resource '{one.name}' of type '{one.type}'. The client "
        f"'{caller.app_id}' with "
        f"object id '{caller.object_id}' does not have permission to perform action '{action}' at scope '{one.id}'."
    )


def _check_one(management: Management, one: Planned, path: ResourcePath) -> None:
    if path.type.lower() == DEPLOYMENT_TYPE.lower():
        return
    kind = management.kinds.find(path.type)
    namespaces = {each.lower() for each in management.kinds.namespaces}
    if path.namespace.lower() not in namespaces and path.namespace.lower().startswith("microsoft."):
        raise not_supported(f"the namespace '{path.namespace}'", "Leave its resources out of the template.")
    if path.namespace.lower() not in namespaces:
        raise AzureError(404, "InvalidResourceNamespace", f"The resource namespace '{path.namespace}' is invalid.")
    if kind is None:
        return  # one of those that aren't plain resources; its own route says what it takes
    check_version(kind.row.type, one.api_version)
    if management.platform.resources.get(path.id) is None:
        check_name(kind, path.names[-1])
