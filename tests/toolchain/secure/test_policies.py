"""The policy pack judges what the state says was declared, as strictly as the stack's environment has it."""

from typing import Any

from toolchain.secure.policies import judge

SETTINGS = {"tunestack:environment": "prod", "tunestack:models": {"openai": "gpt-4.1-mini"}}
SHARED_KEYS = "storage-shared-keys"


def state(**inputs: Any) -> dict[str, Any]:  # noqa: ANN401 (any JSON value)
    account = {
        "type": "azure-native:storage:StorageAccount",
        "urn": "urn:pulumi:platform-prod::tunestack::azure-native:storage:StorageAccount::storage",
        "inputs": {"accountName": "st", **inputs},
        "dependencies": None,
        "propertyDependencies": {"accountName": None},
    }
    return {"deployment": {"resources": [account]}}


def names(**inputs: Any) -> set[str]:  # noqa: ANN401 (any JSON value)
    return {one.policy.name for one in judge(state(**inputs), SETTINGS).mandatory}


def test_what_is_declared_is_what_counts() -> None:
    assert SHARED_KEYS in names(allowSharedKeyAccess=True)
    assert SHARED_KEYS not in names(allowSharedKeyAccess=False)


def test_policies_that_are_not_meant_for_the_environment_do_not_count_as_evaluated() -> None:
    in_prod = judge(state(), SETTINGS)
    in_dev = judge(state(), {**SETTINGS, "tunestack:environment": "dev"})
    assert in_dev.evaluated < in_prod.evaluated
