"""The registry's models are the catalogue's, each tuned in its regions only."""

import datetime as dt

import pytest

from local_azure.errors import AzureError
from local_azure.machinelearning.asset_uris import RegistryModel
from local_azure.machinelearning.registry.registry_models import read_registry_models

MODELS = read_registry_models()


def test_a_retired_model_can_still_be_tuned_here() -> None:
    assert MODELS.require_tunable(RegistryModel("azureml", "Phi-3-mini-128k-instruct", None), "eastus2").version == "13"


def test_on_a_day_of_its_own_a_retired_model_is_refused_naming_its_successor() -> None:
    phi_3 = RegistryModel("azureml", "Phi-3-mini-128k-instruct", None)
    assert read_registry_models(dt.date(2025, 6, 30)).require_tunable(phi_3, "eastus2").name == phi_3.name
    with pytest.raises(AzureError, match=r"since 2025-08-30.*Phi-4-mini-instruct"):
        read_registry_models(dt.date(2025, 8, 31)).require_tunable(phi_3, "eastus2")


def test_a_region_that_does_not_tune_the_model_is_refused_with_those_that_do() -> None:
    with pytest.raises(AzureError, match=r"can't be fine-tuned in 'westeurope'\. It can in: eastus2\."):
        MODELS.require_tunable(RegistryModel("azureml", "Phi-3-mini-128k-instruct", None), "westeurope")


@pytest.mark.parametrize("reference", [RegistryModel("azureml", "Phi-4", "999"), RegistryModel("other", "Phi-4", None)])
def test_another_version_or_registry_has_no_such_model(reference: RegistryModel) -> None:
    with pytest.raises(AzureError, match=r"Phi-4 \(version 1\)"):
        MODELS.require(reference)
