"""Resources of a template that are deployments themselves, and whose their expressions are."""

from local_azure.deployments.refusals import DEPLOYMENT_TYPE
from local_azure.deployments.template.resources import Planned
from local_azure.json_types import Json


def is_nested(planned: Planned) -> bool:
    """Whether a resource of a template is itself a deployment."""
    return planned.type.lower() == DEPLOYMENT_TYPE.lower()


def is_inner(planned: Planned) -> bool:
    """Whether the expressions of a nested template see its own parameters and variables, not the outer ones."""
    options = planned.members["properties"].get("expressionEvaluationOptions")
    return isinstance(options, dict) and str(options.get("scope", "")).lower() == "inner"


def own_members(planned: Planned) -> Json:
    """Returns the members whose expressions see the template that a resource stands in."""
    if not is_nested(planned) or not is_inner(planned):
        return planned.members
    properties = {name: each for name, each in planned.members["properties"].items() if name != "template"}
    return {**planned.members, "properties": properties}
