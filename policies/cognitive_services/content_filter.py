"""No content filter lets through more than Azure's default does."""

from collections.abc import Iterator, Mapping

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs

ON_BY_DEFAULT = (
    "hate", "sexual", "violence", "selfharm", "jailbreak", "protected material text", "protected material code",
)  # fmt: skip
"""What Microsoft.DefaultV2 blocks (Azure OpenAI documentation "default-safety-policies", as stored 2026)."""


def check(policy: Resource, _context: Context) -> Iterator[str]:
    """Looks at filters of one's own; a deployment without one has Azure's default."""
    yield differs(policy, "properties.mode", "Blocking", "Default", "Asynchronous_filter", unset="allowed")
    filters = policy.get("properties.contentFilters")
    for each in filters if isinstance(filters, list) else []:
        if isinstance(each, Mapping) and str(each.get("name")).lower() in ON_BY_DEFAULT:
            yield _laxer(each)


POLICY = Policy(
    name="cognitive-services-content-filter",
    summary="Content filters block what Azure's default blocks.",
    reason="A tuned model can be less safe than its base; what it says reaches people unread.",
    fix="leave tunestack:openai.content_filter out or make it stricter; switching it off needs this policy's level "
    "changed for the stack, where reviewers see it",
    severity="critical",
    types=("cognitiveservices:RaiPolicy",),
    check=check,
    built_in=("f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e",),
)


def _laxer(filtered: Mapping[str, object]) -> str:
    what = f"the filter {filtered.get('name')} of {filtered.get('source')}"
    for switch in ("enabled", "blocking"):
        if filtered.get(switch) is False:
            return f"{what} isn't {switch}"
    if filtered.get("severityThreshold") == "High":
        return f"{what} lets through what is of medium severity"
    return ""
