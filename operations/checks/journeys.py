"""Which checks there are for each journey, in the order in which what they find is shown."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from operations.checks.address_ranges import address_ranges
from operations.checks.cores_left import cores_left
from operations.checks.deleted_twins import deleted_twins
from operations.checks.existing_resources import existing_resources
from operations.checks.facts import Facts
from operations.checks.finding import Finding
from operations.checks.machines_available import machines_available
from operations.checks.model_capacity import model_capacity
from operations.checks.models_available import models_available
from operations.checks.names_free import names_free
from operations.checks.network_switch import network_switch
from operations.checks.permitted import permitted
from operations.checks.plan import Plan
from operations.checks.policies_allow import policies_allow
from operations.checks.providers_registered import providers_registered
from operations.checks.roles_assignable import roles_assignable
from operations.checks.subscription_usable import subscription_usable
from stacks.settings import Journey

Check = Callable[[Plan, Facts], Iterator[Finding]]

COMMON: Final[tuple[Check, ...]] = (
    subscription_usable,
    providers_registered,
    permitted,
    roles_assignable,
    policies_allow,
    names_free,
    deleted_twins,
    existing_resources,
    address_ranges,
    models_available,
)
OPENAI: Final[tuple[Check, ...]] = (model_capacity,)
WORKSPACE: Final[tuple[Check, ...]] = (network_switch,)
COMMAND: Final[tuple[Check, ...]] = (machines_available, cores_left)

CHECKS: Final[Mapping[Journey, tuple[Check, ...]]] = {
    "phi3": (*COMMON, *WORKSPACE),
    "gpt4o": (*COMMON, *OPENAI),
    "phi3-custom": (*COMMON, *WORKSPACE, *COMMAND),
    "platform": (*COMMON, *OPENAI, *WORKSPACE, *COMMAND),
}
"""Each check also looks at the plan, and finds nothing where it has nothing to do."""
