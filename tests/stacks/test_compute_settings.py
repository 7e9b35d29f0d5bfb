"""Settings of compute: machines that the catalogue knows, and always a cluster for jobs to run on."""

import json

import pytest

from stacks.configuration import SettingsError, read_settings
from tests.stacks.conftest import CONFIGURATION, SETTINGS_OF


def settings(**compute: object) -> dict[str, str]:
    chosen = {"tunestack:journey": "phi3-custom", **SETTINGS_OF["phi3-custom"]}
    return {**CONFIGURATION, **chosen, "tunestack:compute": json.dumps(compute)}


def refusal(**compute: object) -> str:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(**compute))
    return str(refused.value)


def test_one_a100_and_one_cpu_machine_are_the_default() -> None:
    compute = read_settings(settings()).compute
    assert (compute.gpu_sku, compute.gpu_nodes) == ("Standard_NC24ads_A100_v4", 1)
    assert (compute.cpu_sku, compute.cpu_nodes) == ("Standard_E16s_v3", 1)
    assert compute.serving_sku == "Standard_E4s_v3"


def test_no_gpu_nodes_need_a_yes_to_cpu() -> None:
    message = refusal(gpu_nodes=0)
    assert "tunestack:compute.gpu_nodes is 0" in message
    assert "compute.cpu_fallback" in message
    assert read_settings(settings(gpu_nodes=0, cpu_fallback=True)).compute.cpu_fallback


def test_no_nodes_at_all_are_refused() -> None:
    assert "tunestack:compute.cpu_nodes is 0" in refusal(gpu_nodes=0, cpu_nodes=0, cpu_fallback=True)


@pytest.mark.parametrize("key", ["gpu_sku", "cpu_sku", "serving_sku"])
def test_a_machine_that_nobody_knows_is_refused_with_those_that_there_are(key: str) -> None:
    message = refusal(**{key: "Standard_Z9"})
    assert f"tunestack:compute.{key} is 'Standard_Z9'" in message
    assert "Standard_NC24ads_A100_v4" in message


def test_a_machine_without_gpu_is_no_gpu_machine_and_the_other_way_round() -> None:
    assert "has no GPU" in refusal(gpu_sku="Standard_E4s_v3")
    assert "has a GPU" in refusal(cpu_sku="Standard_NC24ads_A100_v4")
