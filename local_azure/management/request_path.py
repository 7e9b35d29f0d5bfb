"""What is held of every path before anything reads it: its characters, and its subscription."""

import re

from local_azure.errors import GATEWAY, AzureError
from local_azure.identity import SUBSCRIPTION_ID

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def check_path(path: str) -> None:
    """Checks the path of a request, its percent-encoding already undone.

    Raises:
        AzureError: 400 BadRequest for control characters, backslashes, bytes that aren't UTF-8, and the segments ``.``
            and ``..``, which a client's own library takes out unless somebody encodes them.
    """
    if "\ufffd" in path or "\\" in path or any(ord(letter) < 32 or ord(letter) == 127 for letter in path):
        raise _invalid("it has characters that no path has")
    if any(segment in (".", "..") for segment in path.split("/")):
        raise _invalid("it has a segment that is . or ..")


def check_subscription(path: str) -> None:
    """Checks that a path lies in the subscription there is, or in none.

    Raises:
        AzureError: 404 SubscriptionNotFound, 400 InvalidSubscriptionId where it isn't even a GUID.
    """
    first, _, rest = path.strip("/").partition("/")
    subscription = rest.lstrip("/").partition("/")[0]
    if first.lower() != "subscriptions" or not subscription or subscription.lower() == SUBSCRIPTION_ID:
        return
    if not _GUID.fullmatch(subscription):
        raise AzureError(
            400,
            "InvalidSubscriptionId",
            f"The provided subscription identifier '{subscription}' is malformed or invalid.",
            headers=GATEWAY,
        )
    raise AzureError(
        404, "SubscriptionNotFound", f"The subscription '{subscription}' could not be found.", headers=GATEWAY
    )


def _invalid(reason: str) -> AzureError:
    return AzureError(400, "BadRequest", f"The request URI is invalid: {reason}.", headers=GATEWAY)
