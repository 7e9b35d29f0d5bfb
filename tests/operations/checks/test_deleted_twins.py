"""What Azure keeps of deleted resources is purged, brought back or refused as the settings say."""

import pytest

from operations.checks.deleted_twins import deleted_twins
from operations.checks.facts import Deleted
from operations.checks.finding import Finding
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned

KEPT, PROTECTED = Deleted(purge_protected=False, purged_on="2026-12-01"), Deleted(purge_protected=True, purged_on="")


def vault(twin: Deleted | None, policy: str = "purge", **changes: object) -> Finding:
    facts = FakeFacts(twins={"vault": twin} if twin else {})
    return next(iter(deleted_twins(planned("phi3-custom", soft_deleted=policy, **changes), facts)))


def test_no_twin_is_fine() -> None:
    assert vault(None).verdict == "ok"


@pytest.mark.parametrize(("policy", "told"), [("purge", "purges it"), ("recover", "brings it back")])
def test_a_twin_is_fine_where_the_settings_say_what_to_do(policy: str, told: str) -> None:
    found = vault(KEPT, policy)
    assert (found.verdict, told in found.message, "2026-12-01" in found.message) == ("ok", True, True)


def test_a_twin_is_refused_where_the_settings_say_fail() -> None:
    assert (vault(KEPT, "fail").verdict, vault(KEPT, "fail").setting) == ("no", "soft_deleted")


def test_a_protected_twin_can_not_be_purged() -> None:
    assert "Set it to recover" in vault(PROTECTED).fix
    assert vault(PROTECTED, "recover").verdict == "ok"


def test_what_can_not_be_looked_up_is_unknown() -> None:
    found = deleted_twins(planned("gpt4o"), FakeFacts(twins={"account": UNSEEN}))
    assert [each.verdict for each in found] == ["unknown"]
