"""Who runs Pulumi, and that it is in the subscription that the stack belongs to."""

from dataclasses import dataclass

from stacks.settings import Settings


class WrongSubscriptionError(RuntimeError):
    """The caller's subscription isn't the stack's."""

    def __init__(self, *, wanted: str, found: str) -> None:
        super().__init__(
            f"the stack belongs to the subscription {wanted} (tunestack:subscription_id) but the caller is in {found}; "
            f"select a stack of that one, or change to the stack's: `az account set --subscription {wanted}`, "
            "or for stacks on the local Azure `tunestack local exec -- pulumi ...`"
        )


@dataclass(frozen=True)
class Caller:
    """Who Azure says is calling: GUIDs of tenant, subscription and the principal's object."""

    tenant_id: str
    subscription_id: str
    object_id: str


def identify_caller(settings: Settings) -> Caller:
    """Asks the provider who is calling.

    Raises:
        WrongSubscriptionError: The subscription isn't that of the settings: nothing has been created yet.
    """
    from pulumi_azure_native import authorization

    client = authorization.get_client_config()
    wanted = str(settings.subscription_id)
    if client.subscription_id.lower() != wanted:
        raise WrongSubscriptionError(wanted=wanted, found=client.subscription_id)
    return Caller(client.tenant_id, wanted, client.object_id)
