"""How strictly policies are meant: everything in production, laxer where a file in review says so."""

import datetime as dt
from typing import get_args

import pytest
import yaml

from policies.context import Context, PolicyConfigurationError, read_context
from policies.levels import FILE, levels, options
from policies.pack import policies
from policies.policy import Level


def context(environment: str = "prod", identity_profile: str = "least") -> Context:
    return read_context({"tunestack:environment": environment, "tunestack:identity_profile": identity_profile}, {})


def found(environment: str = "prod", profile: str = "least", own: str | None = None) -> dict[str, Level]:
    return levels(policies(), context(environment, profile), {"policies:levels": own} if own else {})


@pytest.mark.parametrize("environment", ["prod", "staging"])
def test_everything_is_mandatory_in_production_and_where_nothing_is_said(environment: str) -> None:
    assert set(found(environment).values()) == {"mandatory"}


def test_development_is_laxer_about_what_must_outlive_a_stack() -> None:
    laxer = {name: level for name, level in found("dev").items() if level != "mandatory"}
    assert laxer == {
        "key-vault-purge-protection": "disabled",
        "protection-data": "disabled",
        "network-private-profile": "disabled",
        "monitoring-diagnostics": "advisory",
        "protection-budget": "advisory",
    }


def test_the_profile_seed_is_told_of_its_risks_and_not_refused() -> None:
    assert found("prod", "seed")["authorization-privileged-roles"] == "advisory"
    assert found("prod", "seed")["machine-learning-datastore-auth"] == "advisory"


def test_a_stack_may_have_exceptions_of_its_own() -> None:
    assert found("prod", own='{"storage-redundancy": "advisory"}')["storage-redundancy"] == "advisory"


def test_the_file_names_policies_and_levels_that_there_are() -> None:
    known = {each.name for each in policies()}
    for kind in yaml.safe_load(FILE.read_text(encoding="utf-8")).values():
        for exceptions in kind.values():
            assert set(exceptions) <= known
            assert set(exceptions.values()) <= set(get_args(Level))


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ('{"storage-redundncy": "advisory"}', "names storage-redundncy, which is no policy"),
        ('{"storage-redundancy": "lax"}', "allowed are mandatory, advisory, disabled"),
        ("advisory", "must be a map by policy name"),
    ],
)
def test_exceptions_that_are_none_are_refused(own: str, says: str) -> None:
    with pytest.raises(PolicyConfigurationError, match=says):
        found(own=own)


def test_a_policy_is_configured_by_the_stack() -> None:
    given = options(policies(), {"policies:options": '{"cognitive-services-capacity": {"limit": 200}}'})
    assert given == {"cognitive-services-capacity": {"limit": 200}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"cognitive-services-capacity": {"limt": 200}}', "has no option limt; it has limit"),
        ('{"storage-shared-keys": {"allowed": true}}', "has no option allowed; it has none"),
        ('{"cognitive-services-capacity": 200}', "has no option 200"),
    ],
)
def test_options_that_a_policy_has_not_are_refused(text: str, says: str) -> None:
    with pytest.raises(PolicyConfigurationError, match=says):
        options(policies(), {"policies:options": text})


def test_a_stack_that_says_nothing_counts_as_production() -> None:
    assert (read_context({}, {}).environment, read_context({}, {}).is_private) == ("prod", False)


def test_the_day_comes_from_outside_and_else_from_the_catalogue() -> None:
    assert read_context({}, {"TUNESTACK_POLICY_DAY": "2027-01-31"}).day == dt.date(2027, 1, 31)
    assert read_context({}, {}).day == dt.date(2026, 10, 7)
    pinned = read_context({"tunestack:catalogue_date": "2025-06-30"}, {})
    assert (pinned.catalogue_day, pinned.day) == (dt.date(2025, 6, 30), dt.date(2026, 10, 7))


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(PolicyConfigurationError, match="TUNESTACK_POLICY_DAY is 'today', which is no day"):
        read_context({}, {"TUNESTACK_POLICY_DAY": "today"})


def test_the_profile_and_the_methods_are_read_from_the_settings() -> None:
    read = read_context(
        {"tunestack:network": '{"profile": "private"}', "tunestack:models": '{"serverless": "Phi-4"}'}, {}
    )
    assert (read.is_private, read.methods) == (True, ("serverless",))
