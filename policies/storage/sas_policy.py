"""Shared access signatures that are good for long are noticed."""

import re
from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource, shown

MOST_DAYS = 7
PERIOD = re.compile(r"^(\d+)\.(\d\d):(\d\d):(\d\d)$")


def check(account: Resource, context: Context) -> Iterator[str]:
    """User delegation signatures, which need no key, live for 7 days at most anyway."""
    period = account.get("sasPolicy.sasExpirationPeriod")
    if period is UNKNOWN:
        return
    most = context.options.get("days", MOST_DAYS)
    found = PERIOD.match(period) if isinstance(period, str) else None
    if found is None or int(found.group(1)) > most:
        yield f"sasPolicy.sasExpirationPeriod is {shown(period)}; at most {most:g} days, such as 1.00:00:00"


POLICY = Policy(
    name="storage-sas-policy",
    summary=f"Storage accounts say that shared access signatures are good for {MOST_DAYS} days at most.",
    reason="A signature in an old mail or log opens data as long as it is good, and nobody sees it.",
    fix="set sas_policy.sas_expiration_period",
    severity="low",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("bc1b984e-ddae-40cc-801a-050a030e4fbe", "7aa1c9d5-3d7e-4579-8117-d85e99211757"),
    controls=("IM-8",),
    options={"days": {"type": "number", "minimum": 1, "maximum": 7, "description": "most days"}},
)
