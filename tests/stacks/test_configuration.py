"""Settings: what is accepted, and that each refusal names the key, the value and what is allowed."""

import datetime as dt

import pytest

from stacks.configuration import SettingsError, read_settings

GIVEN = {
    "tunestack:journey": "phi3",
    "tunestack:environment": "dev",
    "tunestack:subscription_id": "5ca1ab1e-0000-4000-8000-000000000001",
    "tunestack:owner": "someone",
    "tunestack:cost_centre": "0042",
    "tunestack:expiry": "2027-06-30",
    "tunestack:models": '{"serverless": "Phi-4-mini-instruct"}',
}


def refusal(**changes: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read_settings(GIVEN | {f"tunestack:{name}": value for name, value in changes.items()})
    return str(refused.value)


def test_settings_that_are_not_given_have_safe_defaults() -> None:
    settings = read_settings(GIVEN)
    assert settings.location == "eastus2"
    assert settings.soft_deleted == "purge"
    assert settings.developer.type == "User"
    assert settings.fine_tuning.model_dump(exclude_none=True) == {}


def test_texts_that_look_like_numbers_stay_texts() -> None:
    assert read_settings(GIVEN).cost_centre == "0042"


def test_maps_numbers_and_booleans_are_read_as_pulumi_passes_them() -> None:
    settings = read_settings(
        GIVEN
        | {
            "tunestack:fine_tuning": '{"epochs":3,"learning_rate":0.0005}',
            "tunestack:retention_days": "30",
            "tunestack:register_providers": "false",
            "tunestack:developer": '{"type":"Group","object_id":"5ca1ab1e-0000-4000-8000-000000000009"}',
        }
    )
    assert settings.fine_tuning.model_dump(exclude_none=True) == {"epochs": 3, "learning_rate": 0.0005}
    assert settings.retention_days == 30
    assert not settings.register_providers
    assert str(settings.developer.object_id) == "5ca1ab1e-0000-4000-8000-000000000009"


def test_keys_of_other_namespaces_are_left_alone() -> None:
    assert read_settings(GIVEN | {"azure-native:location": "eastus"}).location == "eastus2"


def test_a_misspelt_key_is_refused_with_the_key_that_was_meant() -> None:
    assert refusal(locaton="eastus") == "tunestack:locaton is no setting; did you mean tunestack:location?"


def test_a_misspelt_key_inside_a_map_is_refused_with_the_key_that_was_meant() -> None:
    assert "did you mean tunestack:fine_tuning.epochs?" in refusal(fine_tuning='{"epoch": 3}')


def test_an_unknown_key_that_resembles_none_lists_the_settings() -> None:
    assert "settings are journey, environment" in refusal(zzzzzz="1")


def test_an_unknown_region_names_the_regions() -> None:
    message = refusal(location="mars")
    assert "tunestack:location is 'mars'" in message
    assert "eastus2" in message


def test_a_region_without_the_model_names_its_regions() -> None:
    message = refusal(location="swedencentral")
    assert "tunestack:location is 'swedencentral'" in message
    assert "regions: eastus, eastus2" in message


def test_a_retired_model_names_its_live_successor() -> None:
    message = refusal(models='{"serverless": "Phi-3-mini-128k-instruct"}')
    assert "tunestack:models.serverless is 'Phi-3-mini-128k-instruct'" in message
    assert "Phi-4-mini-instruct" in message


def test_a_retired_model_is_accepted_at_a_pinned_day_before_its_retirement() -> None:
    settings = read_settings(
        GIVEN
        | {"tunestack:models": '{"serverless": "Phi-3-mini-128k-instruct"}', "tunestack:catalogue_date": "2025-06-30"}
    )
    assert settings.decided_on == dt.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("environment", "Dev!", "2 to 8 lower-case letters and digits"),
        ("expiry", "soon", "YYYY-MM-DD"),
        ("retention_days", "3", "7 to 90"),
        ("register_providers", "yes", "true or false"),
        ("journey", "phi4", "phi3"),
        ("subscription_id", "mine", "the Azure subscription"),
        ("developer", '{"type": "Robot"}', "User, Group or ServicePrincipal"),
        ("fine_tuning", '{"epochs": 30}', "1 to 10"),
        ("owner", "", "who answers"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_what_is(name: str, value: str, expected: str) -> None:
    message = refusal(**{name: value})
    assert message.startswith(f"tunestack:{name}")
    assert "which can't be used" in message
    assert expected in message


def test_a_protected_vault_and_the_policy_purge_contradict_each_other() -> None:
    assert "allowed are recover, fail" in refusal(purge_protection="true")


def test_a_pipeline_is_never_taken_for_the_developer() -> None:
    github = '{"repository": "someone/something", "environment": "prod"}'
    assert "tunestack:developer.object_id is None" in refusal(github=github)
    developer = '{"object_id": "5ca1ab1e-0000-4000-8000-00000000000b"}'
    assert read_settings(GIVEN | {"tunestack:github": github, "tunestack:developer": developer}).github is not None


def test_the_profile_of_the_guide_to_a_custom_phi3_is_refused_elsewhere() -> None:
    assert "use least" in refusal(identity_profile="seed")


def test_all_missing_settings_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({})
    assert len(refused.value.findings) == 7
    assert all(" is missing; set it to " in finding for finding in refused.value.findings)


def test_a_budget_has_no_more_notices_than_azure_sends() -> None:
    budget = '{"amount": 1, "start": "2026-12-01", "emails": ["a@example.com"], "thresholds": [1, 2, 3, 4%s]}'
    assert read_settings(GIVEN | {"tunestack:budget": budget % ""}).budget is not None
    assert "tunestack:budget.thresholds" in refusal(budget=budget % ", 5")
