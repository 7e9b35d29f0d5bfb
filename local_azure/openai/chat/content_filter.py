"""Looks at texts as a deployment's policy says: the severity of what was found, and whether it blocks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from local_azure.cognitiveservices.names import account_id_of
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.openai.chat.content_markers import DETECTED, GRADED, SEVERITIES
from local_azure.platform import Platform
from local_azure.resources import Resource

Source = Literal["Prompt", "Completion"]
# A policy's names of filters, and those of the answers' annotations.
_NAMES = {
    "hate": "hate",
    "sexual": "sexual",
    "violence": "violence",
    "selfharm": "self_harm",
    "jailbreak": "jailbreak",
    "indirect attack": "indirect_attack",
    "profanity": "profanity",
}


@dataclass(frozen=True)
class Verdict:
    """What was found in a text.

    Attributes:
        results: The annotations, as ``content_filter_results`` has them.
        blocks: Whether the text may not pass.
    """

    results: Json
    blocks: bool


class ContentFilter:
    """One policy's filter. Protected material isn't looked for: it has no annotation.

    Args:
        platform: The local Azure.
        policy: The policy; None looks at nothing.
    """

    def __init__(self, platform: Platform, policy: Resource | None) -> None:
        properties = policy.properties if policy else {}
        self._filters: Sequence[Json] = properties.get("contentFilters") or ()
        named = properties.get("customBlocklists") or ()
        self._lists = [(each, _patterns(platform, policy, each)) for each in named] if policy else []
        self.holds_back = str(properties.get("mode") or "Default").lower() != "asynchronous_filter"

    def look(self, text: str, source: Source) -> Verdict:
        """Returns what a text holds of what the policy looks for in prompts or completions."""
        results: Json = {}
        blocks = False
        for each in self._filters:
            name = _NAMES.get(str(each["name"]).lower())
            if name is None or each["source"] != source or not each.get("enabled", True):
                continue
            results[name] = _graded(name, text, each) if name in GRADED else _detected(name, text, each)
            blocks = blocks or results[name]["filtered"]
        details = [_listed(each, patterns, text) for each, patterns in self._lists if each.get("source") == source]
        if details:
            results["custom_blocklists"] = {"filtered": any(each["filtered"] for each in details), "details": details}
            blocks = blocks or results["custom_blocklists"]["filtered"]
        return Verdict(results, blocks)


def blocked_prompt(verdict: Verdict) -> AzureError:
    """Returns the answer to a prompt that may not pass."""
    # azure-ai-docs content-filter-annotations, as of 2026-10.
    inner = {"code": "ResponsibleAIPolicyViolation", "content_filter_result": verdict.results}
    return AzureError(
        400,
        "content_filter",
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please "
        "modify your prompt and retry. To learn more about our content filtering policies please read our "
        "documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
        members={"type": None, "param": "prompt", "status": 400, "innererror": inner},
    )


def _graded(name: str, text: str, asked: Json) -> Json:
    found = [severity for severity, phrases in GRADED[name].items() if _holds(text, phrases)]
    severity = max(found, key=SEVERITIES.index, default="safe")
    threshold = SEVERITIES.index(str(asked.get("severityThreshold") or "Medium").lower())
    filtered = bool(asked.get("blocking", True)) and severity != "safe" and SEVERITIES.index(severity) >= threshold
    return {"filtered": filtered, "severity": severity}


def _detected(name: str, text: str, asked: Json) -> Json:
    detected = _holds(text, DETECTED[name])
    return {"filtered": detected and bool(asked.get("blocking", True)), "detected": detected}


def _listed(asked: Json, patterns: list[re.Pattern[str]], text: str) -> Json:
    found = any(pattern.search(text) for pattern in patterns)
    return {"id": asked["blocklistName"], "filtered": found and bool(asked.get("blocking", True))}


def _patterns(platform: Platform, policy: Resource, asked: dict[str, Any]) -> list[re.Pattern[str]]:
    blocklist = f"{account_id_of(policy.id)}/raiBlocklists/{asked['blocklistName']}"
    kind = "Microsoft.CognitiveServices/accounts/raiBlocklists/raiBlocklistItems"
    items = [item.properties for item in platform.resources.children(blocklist, kind)]
    return [
        re.compile(item["pattern"] if item.get("isRegex") else re.escape(item["pattern"]), re.IGNORECASE)
        for item in items
    ]


def _holds(text: str, phrases: Sequence[str]) -> bool:
    plain = " ".join(text.lower().split())
    return any(phrase in plain for phrase in phrases)
