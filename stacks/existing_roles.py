"""Roles on resources that were there already: declared, unless the settings say that they are there already too."""

from collections.abc import Sequence

from infra.existing import Existing, Identified
from infra.existing_account import ExistingAccount
from infra.roles import Grant
from stacks.account import Account
from stacks.settings import Settings


def grants_to_declare(
    settings: Settings, grants: Sequence[Grant], resources: Sequence[Identified | Account]
) -> tuple[Grant, ...]:
    """Gives the grants without those at existing resources, where the settings say that these are in place.

    Azure refuses to give the same role to the same principal at the same scope twice, under any name.

    Args:
        settings: The stack's settings.
        grants: What is to be granted.
        resources: What it is granted at: made by the stack, or there already.
    """
    if not settings.existing.has_roles:
        return tuple(grants)
    theirs = [each.id for each in resources if isinstance(each, Existing | ExistingAccount)]
    named = [each for each in settings.existing.model_dump().values() if isinstance(each, str)]
    return tuple(
        grant
        for grant in grants
        if not any(grant.scope is scope for scope in theirs)
        and not (isinstance(grant.scope, str) and grant.scope in named)
    )
