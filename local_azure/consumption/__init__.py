"""Budgets at a subscription or a group: their rules. Nothing is spent here, so nobody is warned."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.consumption.budgets import budget_behaviour

    return {"microsoft.consumption/budgets": budget_behaviour(platform)}


SERVICE = Service(name="consumption", behaviours=_behaviours)
