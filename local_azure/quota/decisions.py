"""What becomes of a request for cores: granted, handed to people, or turned down."""

from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.quota.limits import limit
from local_azure.quota.providers import family_or_none


def decision(platform: Platform, provider: str, location: str, name: str, value: int) -> Json | None:
    """Returns the error that a request ends in, or None when it is granted."""
    present = limit(platform, provider, location, name)
    if value <= present:
        # The code is that of azure-cli-extensions quota recordings; the text is from memory.
        return {
            "code": "QuotaReductionNotSupported",
            "message": f"The requested limit {value} is not above the current limit {present}.",
        }
    family = family_or_none(name)
    if platform.options.offer == "benefit" and family is not None and family.gpu:
        return _not_available(name)
    chosen = {each.lower(): verdict for each, verdict in platform.options.quota_decisions.items()}
    verdict = chosen.get(name.lower(), platform.options.quota_decision)
    if verdict == "refused":
        return _not_available(name)
    if verdict == "escalated":
        # azure-rest-api-specs, Microsoft.Quota examples, as of 2026-10.
        return {"code": "ContactSupport", "message": "Request failed, please contact support."}
    return None


def _not_available(name: str) -> Json:
    # The code is that of azure-cli-extensions quota recordings; the text is from memory.
    message = f"The quota {name} can't be changed for this subscription."
    return {"code": "QuotaNotAvailableForResource", "message": message}
