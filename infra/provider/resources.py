"""All of our own resources by type token; nothing of Azure's SDK is loaded before the first request."""

from collections.abc import Callable, Mapping
from functools import cache

from infra.provider.account_run_resources import AccountRunResources
from infra.provider.arm import Arm
from infra.provider.clock import Clock
from infra.provider.exchange import Answer, Exchange, Request
from infra.provider.fine_tuning import FineTuning
from infra.provider.name_release import NameRelease
from infra.provider.network_isolation import NetworkIsolation
from infra.provider.own_resource import OwnResource
from infra.provider.permanent_deletion import PermanentDeletion
from infra.provider.provider_registration import ProviderRegistration
from infra.provider.quota import Quota
from infra.provider.run_resources import RunResources


def own_resources(environment: Mapping[str, str], clock: Clock) -> Mapping[str, OwnResource]:
    """Makes our own resources, to act with the credentials that the environment tells of.

    Args:
        environment: Environment variables.
        clock: What waiting is measured by.
    """

    @cache
    def connected() -> Exchange:
        from infra.provider.azure_exchange import connect

        return connect(environment)

    def exchange(request: Request) -> Answer:
        return connected()(request)

    def at_account(endpoint: str) -> Exchange:
        from infra.provider.azure_exchange import connect_account

        return connect_account(environment, endpoint)

    return resources_over(exchange, clock, at_account)


def resources_over(
    exchange: Exchange, clock: Clock, at_account: Callable[[str], Exchange]
) -> Mapping[str, OwnResource]:
    """Makes our own resources over any exchanges: with Resource Manager, and with accounts at their addresses."""
    arm = Arm(exchange, clock)

    def fine_tuning(endpoint: str) -> FineTuning:
        return FineTuning(at_account(endpoint), clock)

    return {
        "tunestack:index:ProviderRegistration": ProviderRegistration(arm, clock),
        "tunestack:index:RunResources": RunResources(arm, clock),
        "tunestack:index:AccountRunResources": AccountRunResources(arm, clock, fine_tuning),
        "tunestack:index:NameRelease": NameRelease(arm, clock),
        "tunestack:index:PermanentDeletion": PermanentDeletion(arm),
        "tunestack:index:NetworkIsolation": NetworkIsolation(),
        "tunestack:index:Quota": Quota(arm, clock),
    }
