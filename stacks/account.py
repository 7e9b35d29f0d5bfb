"""The Foundry account of a stack: one of its own, or one that is there already."""

import pulumi

from infra.existing_account import ExistingAccount, existing_account
from infra.foundry_account import ARM_TYPE, FoundryAccount, FoundryAccountInputs
from infra.name_release import NameRelease
from stacks.encryption import encryption_key
from stacks.endpoints import endpoints_to
from stacks.foundation import Foundation
from stacks.logs import observe
from stacks.settings import Settings

Account = FoundryAccount | ExistingAccount
"""What hubs are connected to, and what OpenAI models are deployed and tuned on."""


def declare_account(
    settings: Settings,
    foundation: Foundation,
    release: NameRelease,
    log_analytics_id: pulumi.Input[str],
    *,
    projects: bool = False,
) -> Account:
    """Declares the account, or looks up the one that the settings name.

    Args:
        settings: The stack's settings.
        foundation: Where it goes and how it is reached.
        release: Frees its name first, or says that it is to be brought back.
        log_analytics_id: Where its logs go.
        projects: Whether Foundry projects are to stand on it.
    """
    if settings.existing.ai_services is not None:
        endpoints_to(settings, foundation, "ai-services", ARM_TYPE, settings.existing.ai_services)
        return existing_account(settings.existing.ai_services)
    inputs = FoundryAccountInputs(
        name=foundation.names.ai_services,
        projects=projects,
        restore=release.account_restore,
        key=encryption_key(settings),
        access=foundation.access,
    )
    # No lock: it would also keep what jobs deploy and tune in the account from being deleted.
    kept = pulumi.ResourceOptions(protect=settings.protect)
    account = FoundryAccount("ai-services", inputs, foundation.placement, after=[release], opts=kept)
    observe(settings, "ai-services", ARM_TYPE, account.id, log_analytics_id)
    return account
