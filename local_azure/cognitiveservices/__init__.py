"""AI Services accounts as resources: endpoints, subdomain, keys, soft delete. Their data plane isn't here."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.cognitiveservices.deleted_accounts import deleted_account_routes
    from local_azure.cognitiveservices.domains import domain_routes

    return [*deleted_account_routes(platform), *domain_routes(platform)]


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.cognitiveservices.accounts import account_behaviour

    return {"microsoft.cognitiveservices/accounts": account_behaviour(platform)}


SERVICE = Service(name="cognitiveservices", management_routes=_routes, behaviours=_behaviours)
