"""Blocklists of content filters and their items: patterns checked, not deleted while a policy names them."""

import re

from local_azure.behaviour import Behaviour, Write
from local_azure.cognitiveservices.names import account_id_of
from local_azure.errors import bad_request, conflict
from local_azure.platform import Platform
from local_azure.resources import Resource

POLICIES = "Microsoft.CognitiveServices/accounts/raiPolicies"
# azure-ai-docs use-blocklists, as of 2026-10.
LONGEST_PATTERN = 1000


def rai_blocklist_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts/raiBlocklists``."""

    async def refuse_delete(blocklist: Resource) -> None:
        policies = platform.resources.children(account_id_of(blocklist.id), POLICIES)
        used = [policy.name for policy in policies if blocklist.name.lower() in _blocklists(policy)]
        if used:
            raise conflict(
                f"The blocklist '{blocklist.name}' can't be deleted while RAI policies name it: {', '.join(used)}.",
                code="RaiBlocklistInUse",
            )

    return Behaviour(refuse_delete=refuse_delete, shows_state=False, etag=True, serialized_by=account_id_of)


def rai_blocklist_item_behaviour() -> Behaviour:
    """Returns the behaviour of ``.../raiBlocklists/raiBlocklistItems``."""
    return Behaviour(validate=_validate_item, shows_state=False, etag=True, serialized_by=account_id_of)


async def _validate_item(write: Write) -> None:
    properties = write.body.get("properties") or {}
    pattern = str(properties.get("pattern") or "")
    if not 0 < len(pattern) <= LONGEST_PATTERN:
        raise bad_request(
            f"The pattern of a blocklist item must have 1 to {LONGEST_PATTERN} characters; it has {len(pattern)}.",
            target="properties.pattern",
        )
    if properties.get("isRegex"):
        try:
            re.compile(pattern)
        except re.error as error:
            message = f"The pattern '{pattern}' is no regular expression: {error}."
            raise bad_request(message, target="properties.pattern") from error


def _blocklists(policy: Resource) -> set[str]:
    return {str(each.get("blocklistName", "")).lower() for each in policy.properties.get("customBlocklists") or ()}
