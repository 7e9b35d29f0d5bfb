"""Units of a quota are never given twice: deployments of a region stay within it, and deleting one frees its units."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.properties.bodies_of.parts import COGNITIVE, GPT_4O, Body, ai_account
from tests.local_azure.properties.in_process import InProcess
from tests.local_azure.running import group_id

GROUP = group_id("rg-quota")
NAME = "OpenAI.GlobalStandard.gpt-4o"
REGIONS = {"ai-one": "eastus2", "ai-two": "eastus2", "ai-far": "swedencentral"}
PLACES = st.tuples(st.sampled_from(sorted(REGIONS)), st.sampled_from(["chat", "more"]))
# Parts of the quota in percent; None deletes.
STEPS = st.lists(st.tuples(PLACES, st.none() | st.sampled_from([1, 30, 50, 51, 100, 101])), min_size=1, max_size=10)


@pytest.fixture(scope="module")
def accounts(azure: InProcess) -> InProcess:
    azure.put(GROUP, {"location": "eastus2"})
    for name, region in REGIONS.items():
        azure.put(f"{GROUP}/{COGNITIVE}/{name}", ai_account(name) | {"location": region})
    azure.remember()
    return azure


def usage(azure: InProcess, region: str) -> tuple[int, int]:
    """Returns how many units are used in a region, and how many there are."""
    place = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.CognitiveServices/locations/{region}/usages"
    [found] = [each for each in azure.call("GET", place).json()["value"] if each["name"]["value"] == NAME]
    return int(found["currentValue"]), int(found["limit"])


def deployment(capacity: int) -> Body:
    return {"sku": {"name": "GlobalStandard", "capacity": capacity}, "properties": {"model": GPT_4O}}


@settings(max_examples=25)
@given(steps=STEPS)
def test_deployments_stay_within_the_quota_of_their_region(
    accounts: InProcess, steps: list[tuple[tuple[str, str], int | None]]
) -> None:
    accounts.rewind()
    _, limit = usage(accounts, "eastus2")
    held: dict[tuple[str, str], int] = {}
    for place, percent in steps:
        account, name = place
        path = f"{GROUP}/{COGNITIVE}/{account}/deployments/{name}"
        if percent is None:
            accounts.call("DELETE", path)
            held.pop(place, None)
        else:
            wanted = max(1, limit * percent // 100)
            others = sum(
                units for other, units in held.items() if other != place and REGIONS[other[0]] == REGIONS[account]
            )
            answer = accounts.call("PUT", path, deployment(wanted))
            assert (answer.status < 300) == (others + wanted <= limit), answer
            assert answer.status < 300 or answer.code == "InsufficientQuota"
            held |= {place: wanted} if answer.status < 300 else {}
        accounts.settle()
        for region in ("eastus2", "swedencentral"):
            there = sum(units for other, units in held.items() if REGIONS[other[0]] == region)
            assert usage(accounts, region) == (there, limit)
