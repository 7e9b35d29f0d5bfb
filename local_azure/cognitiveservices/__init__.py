"""AI Services accounts with projects, deployments and content filters; what their own hosts answer is in openai."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.cognitiveservices.deleted_accounts import deleted_account_routes
    from local_azure.cognitiveservices.domains import domain_routes
    from local_azure.cognitiveservices.model_lists import model_list_routes
    from local_azure.cognitiveservices.skus import sku_routes

    return [
        *deleted_account_routes(platform),
        *domain_routes(platform),
        *model_list_routes(platform),
        *sku_routes(platform),
    ]


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.cognitiveservices.accounts import account_behaviour
    from local_azure.cognitiveservices.capability_hosts import capability_host_behaviour
    from local_azure.cognitiveservices.commitment_plans import commitment_plan_behaviour
    from local_azure.cognitiveservices.connections import connection_behaviour
    from local_azure.cognitiveservices.deployments import deployment_behaviour
    from local_azure.cognitiveservices.projects import project_behaviour
    from local_azure.cognitiveservices.rai_blocklists import rai_blocklist_behaviour, rai_blocklist_item_behaviour
    from local_azure.cognitiveservices.rai_policies import rai_policy_behaviour

    account = "microsoft.cognitiveservices/accounts"
    return {
        account: account_behaviour(platform),
        f"{account}/projects": project_behaviour(platform),
        f"{account}/deployments": deployment_behaviour(platform),
        f"{account}/connections": connection_behaviour(),
        f"{account}/projects/connections": connection_behaviour(),
        f"{account}/raipolicies": rai_policy_behaviour(platform),
        f"{account}/raiblocklists": rai_blocklist_behaviour(platform),
        f"{account}/raiblocklists/raiblocklistitems": rai_blocklist_item_behaviour(),
        f"{account}/capabilityhosts": capability_host_behaviour(platform),
        f"{account}/projects/capabilityhosts": capability_host_behaviour(platform),
        f"{account}/commitmentplans": commitment_plan_behaviour(platform),
    }


SERVICE = Service(
    name="cognitiveservices",
    management_routes=_routes,
    behaviours=_behaviours,
)
