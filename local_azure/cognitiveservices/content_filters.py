"""Content filters as policies have them: their names, what they look at, and what a policy may say of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from local_azure.errors import AzureError
from local_azure.json_types import Json

# azure-rest-api-specs, CognitiveServices 2025-06-01, examples of raiPolicies and raiContentFilters.
WITH_SEVERITY = ("Hate", "Sexual", "Violence", "Selfharm")
PROMPT_ONLY = ("Jailbreak", "Indirect Attack")
COMPLETION_ONLY = ("Protected Material Text", "Protected Material Code")
EITHER = ("Profanity",)
SEVERITIES = ("Low", "Medium", "High")
SOURCES = ("Prompt", "Completion")
MODES = ("Default", "Deferred", "Blocking", "Asynchronous_filter")


def check_filters(filters: Sequence[Mapping[str, Any]]) -> None:
    """Checks the content filters of a policy.

    Raises:
        AzureError: 400; the code is the one that Azure writes, with its spaces.
    """
    for each in filters:
        name, source = str(each.get("name", "")), str(each.get("source", ""))
        known = {filter_name.lower(): filter_name for filter_name in _ALL}
        if name.lower() not in known:
            raise _invalid(f"there is no content filter '{name}'; there are {', '.join(_ALL)}")
        if source not in SOURCES:
            raise _invalid(f"the source '{source}' of '{name}' must be one of {', '.join(SOURCES)}")
        _check_source(known[name.lower()], source)
        _check_severity(known[name.lower()], each)


def default_filters() -> list[Json]:
    """Returns the filters of Azure's default policy: severity Medium both ways, attacks and protected material."""
    graded = [
        {"name": name, "enabled": True, "blocking": True, "severityThreshold": "Medium", "source": source}
        for name in WITH_SEVERITY
        for source in SOURCES
    ]
    attack = {"name": "Jailbreak", "enabled": True, "blocking": True, "source": "Prompt"}
    protected = [{"name": name, "enabled": True, "blocking": True, "source": "Completion"} for name in COMPLETION_ONLY]
    return [*graded, attack, *protected]


_ALL = (*WITH_SEVERITY, *PROMPT_ONLY, *COMPLETION_ONLY, *EITHER)


def _check_source(name: str, source: str) -> None:
    if (name in PROMPT_ONLY and source != "Prompt") or (name in COMPLETION_ONLY and source != "Completion"):
        right = "Prompt" if name in PROMPT_ONLY else "Completion"
        raise _invalid(f"'{name}' looks at the source {right} only")


def _check_severity(name: str, sent: Mapping[str, Any]) -> None:
    severity = sent.get("severityThreshold")
    if name in WITH_SEVERITY and severity not in SEVERITIES:
        raise _invalid(f"the severityThreshold '{severity}' of '{name}' must be one of {', '.join(SEVERITIES)}")


def _invalid(reason: str) -> AzureError:
    return AzureError(
        400, "Resource has invalid content filter", f"The resource has an invalid content filter: {reason}."
    )
