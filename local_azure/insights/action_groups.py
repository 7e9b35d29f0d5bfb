"""Who hears of alerts: the rules of action groups. Nobody is ever told, as nothing is measured here."""

from local_azure.behaviour import Behaviour, Write
from local_azure.insights.bare_error import BareError

# azure-rest-api-specs, Microsoft.Insights 2024-10-01-preview, actionGroups_API.
LONGEST_SHORT_NAME = 12


def action_group_behaviour() -> Behaviour:
    """Returns the behaviour of ``Microsoft.Insights/actionGroups``."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        short = str(properties.get("groupShortName") or "")
        if not 1 <= len(short) <= LONGEST_SHORT_NAME:
            raise _bad(f"The short name must have 1 to {LONGEST_SHORT_NAME} characters.")
        receivers = properties.get("emailReceivers") or []
        names = [str(each.get("name") or "").lower() for each in receivers]
        if "" in names or any("@" not in str(each.get("emailAddress") or "") for each in receivers):
            raise _bad("Each email receiver needs a name and an email address.")
        if len(set(names)) != len(names):
            raise _bad("The names of receivers must be unique in an action group.")

    return Behaviour(validate=validate, shows_state=False)


def _bad(message: str) -> BareError:
    return BareError(400, "BadRequest", message)
