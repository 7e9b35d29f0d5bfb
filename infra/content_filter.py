"""A content filter of one's own on a Foundry account, in place of Azure's default."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pulumi

from infra.options import child

if TYPE_CHECKING:
    from pulumi_azure_native import cognitiveservices

AZURE_DEFAULT: Final = "Microsoft.DefaultV2"
"""The filter that Azure puts in front of deployments: hate, sexual, violence and self-harm blocked from Medium on in
prompts and answers, jailbreaks in prompts, protected text and code in answers (Azure OpenAI documentation
"default-safety-policies", as stored 2026; the name as in public templates of 2026)."""

GRADED: Final = ("Hate", "Sexual", "Violence", "Selfharm")
PROMPT_ATTACKS: Final = ("Jailbreak", "Indirect Attack")
PROTECTED: Final = ("Protected Material Text", "Protected Material Code")
"""Names of the filters as raiPolicies have them (public Bicep templates over api-version 2025-06-01)."""

Severity = Literal["Low", "Medium", "High"]


@dataclass(frozen=True)
class ContentFilterInputs:
    """What the filter blocks.

    Attributes:
        name: 2 to 64 letters, digits and hyphens, unique in the account.
        account_name: The account.
        resource_group_name: The account's group.
        tags: Tags of the filter.
        severity: From which severity on hate, sexual, violent and self-harming content is blocked.
        prompt_shield: Whether attacks in prompts are blocked.
        protected_material: Whether protected texts and code in answers are blocked.
        off: Nothing is blocked, whatever else is said; Azure accepts it from approved subscriptions alone.
    """

    name: str
    account_name: pulumi.Input[str]
    resource_group_name: pulumi.Input[str]
    tags: Mapping[str, str]
    severity: Severity = "Medium"
    prompt_shield: bool = True
    protected_material: bool = True
    off: bool = False


class ContentFilter(pulumi.ComponentResource):
    """A content filter that names every category, so that none depends on what Azure's default says today.

    Attributes:
        name: The filter's name, for deployments.
        ready: What the account's next child comes after.
    """

    name: pulumi.Output[str]
    ready: pulumi.Resource

    def __init__(
        self,
        name: str,
        inputs: ContentFilterInputs,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ContentFilter", name, None, opts)
        from pulumi_azure_native import cognitiveservices

        policy = cognitiveservices.RaiPolicy(
            name,
            rai_policy_name=inputs.name,
            account_name=inputs.account_name,
            resource_group_name=inputs.resource_group_name,
            tags=dict(inputs.tags),
            properties=cognitiveservices.RaiPolicyPropertiesArgs(
                base_policy_name=AZURE_DEFAULT,
                mode=cognitiveservices.RaiPolicyMode.BLOCKING,
                content_filters=list(_filters(inputs)),
            ),
            # The base can't be changed (terraform-provider-azurerm @ 69697b7).
            opts=child(self, after=after, replacing=["properties.basePolicyName"]),
        )
        self.name = pulumi.Output.all(inputs.name, policy.id).apply(lambda known: str(known[0]))
        self.ready = policy
        self.register_outputs({"name": self.name})


def _filters(inputs: ContentFilterInputs) -> Iterator["cognitiveservices.RaiPolicyContentFilterArgs"]:
    from pulumi_azure_native import cognitiveservices

    source = cognitiveservices.RaiPolicyContentSource

    def entry(
        name: str, where: "cognitiveservices.RaiPolicyContentSource", *, wanted: bool, severity: Severity | None = None
    ) -> "cognitiveservices.RaiPolicyContentFilterArgs":
        on = wanted and not inputs.off
        return cognitiveservices.RaiPolicyContentFilterArgs(
            name=name, source=where, enabled=on, blocking=on, severity_threshold=severity
        )

    for name in GRADED:
        for where in (source.PROMPT, source.COMPLETION):
            yield entry(name, where, wanted=True, severity=inputs.severity)
    for name in PROMPT_ATTACKS:
        yield entry(name, source.PROMPT, wanted=inputs.prompt_shield)
    for name in PROTECTED:
        yield entry(name, source.COMPLETION, wanted=inputs.protected_material)
