"""Only jobs in a named environment of a repository sign in as the deployer."""

import re
from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs

ISSUER = "https://token.actions.githubusercontent.com"
AUDIENCE = "api://AzureADTokenExchange"
SUBJECT = re.compile(r"^repo:([^/:*]+)/[^/:*]+:environment:[^:*]+$")


def check(credential: Resource, context: Context) -> Iterator[str]:
    """A subject of a branch or of pull requests lets in whoever can open one."""
    yield differs(credential, "issuer", ISSUER)
    yield differs(credential, "audiences", [AUDIENCE])
    subject = credential.get("subject")
    if not isinstance(subject, str):
        return
    found = SUBJECT.match(subject)
    owners = context.options.get("owners")
    if found is None:
        yield f"subject is {subject}; it must be repo:OWNER/NAME:environment:NAME"
    elif owners is not None and found.group(1) not in owners:
        yield f"subject is of {found.group(1)}; allowed owners: {', '.join(owners)}"


POLICY = Policy(
    name="authorization-federated-subject",
    summary="Federated credentials are for one environment of one GitHub repository.",
    reason="A pull request from a fork could sign in as the deployer.",
    fix="set tunestack:github with repository and environment, and protect the environment on GitHub",
    severity="critical",
    types=("managedidentity:FederatedIdentityCredential",),
    check=check,
    built_in=("2571b7c3-3056-4a61-b00a-9bc5232234f5", "fd1a8e20-2c4f-4a6c-9354-b58d786d9a1f"),
    controls=("IM-3",),
    options={
        "owners": {
            "type": "array",
            "items": {"type": "string"},
            "description": "owners whose repositories may deploy; any when absent",
        }
    },
)
