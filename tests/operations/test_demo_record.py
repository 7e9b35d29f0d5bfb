"""What the demo records, and what it makes of it."""

from typing import Any

import pytest

from operations.demo_record import broken_promises, record
from operations.pulumi_summary import changes, is_worth_showing, refused_by_policy, resource_counts

UP = """
Updating (phi3-local):
 +  azure-native:storage:StorageAccount storage created (0.37s)
Resources:
    + 45 created

Duration: 45s
"""
REFRESH = "Resources:\n    ~ 1 updated\n    44 unchanged\n"
REPLACE = "Resources:\n    +-2 replaced\n    - 1 deleted\n    40 unchanged\n"


def found(**changed: Any) -> dict[str, Any]:  # noqa: ANN401
    run = {
        "seconds": {"data": 1.0},
        "data": {},
        "model": {},
        "finetune": {"validation_loss": [4.0, 1.0]},
        "evaluate": {"metrics": {"style": {"base": 0.0, "tuned": 0.9, "low": 0.8, "high": 1.0}}},
        "gate": {"passed": True},
        "compare": [],
        "report": "report.html",
    }
    resources = {
        "second_up_changes": 0,
        "refresh_changes": 0,
        "left_after_destroy": 0,
        "soft_deleted_after_destroy": 0,
    }
    made = record("phi3", run, resources, {"up": 2.0})
    for path, value in changed.items():
        section, _, name = path.partition("__")
        made[section] = {**made[section], name: value}
    return made


def test_a_policys_refusal_is_told_from_a_policys_advice() -> None:
    assert refused_by_policy("Policies:\n        - [mandatory] [severity: high]  storage-https-only  (storage)\n")
    assert refused_by_policy("    tunestack@v0.1.0 [mandatory] [severity: high]  storage-https-only  (storage)Storage")
    assert not refused_by_policy(
        "    tunestack@v0.1.0 [advisory] [severity: high]  storage-https-only  (storage)Storage"
    )
    assert not refused_by_policy("Policies:\n        - [advisory] [severity: high]  storage-https-only  (storage)\n")


def test_counts_are_read_from_pulumis_summary() -> None:
    assert resource_counts(UP) == {"created": 45}
    assert resource_counts(REPLACE) == {"replaced": 2, "deleted": 1, "unchanged": 40}
    assert resource_counts("error: no") == {}


def test_unchanged_resources_are_no_changes() -> None:
    assert (changes(UP), changes(REFRESH), changes(REPLACE)) == (45, 1, 3)


def test_only_what_has_been_done_is_shown() -> None:
    lines = ["@ updating....", " +  type name creating (0s)", " +  type name created (2s)", "    + 45 created"]
    assert [line for line in lines if is_worth_showing(line)] == lines[2:]


def test_seconds_of_the_run_are_among_the_demos() -> None:
    assert found()["seconds"] == {"up": 2.0, "data": 1.0}


def test_a_demo_as_promised_breaks_nothing() -> None:
    assert list(broken_promises(found(), own_style=True)) == []


def test_a_demo_that_ends_after_the_infrastructure_is_held_to_its_resources() -> None:
    counts = {"second_up_changes": 0, "refresh_changes": 0, "left_after_destroy": 1, "soft_deleted_after_destroy": 0}
    made = record("platform", None, counts, {"up": 2.0})
    assert (made["journey"], made["model"], made["finetune"]) == ("platform", None, None)
    assert list(broken_promises(made, own_style=True)) == ["left after destroy: 1, not 0"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"resources__refresh_changes": 1}, "refresh changes: 1, not 0"),
        ({"resources__left_after_destroy": 2}, "left after destroy: 2, not 0"),
        ({"finetune__validation_loss": [1.0, 1.1]}, "validation loss doesn't fall"),
        ({"finetune__validation_loss": None}, "validation loss doesn't fall"),
        ({"gate__passed": False}, "gate"),
        ({"evaluate__metrics": {"style": {"base": 0.3, "tuned": 0.7, "low": 0.2, "high": 0.6}}}, "style: tuned 0.70"),
        ({"evaluate__metrics": {"style": {"base": 0.0, "tuned": 0.6, "low": 0.0, "high": 1.0}}}, "style: tuned 0.60"),
        ({"evaluate__metrics": {}}, "style wasn't measured"),
    ],
)
def test_every_broken_promise_is_told(changed: dict[str, Any], says: str) -> None:
    (broken,) = broken_promises(found(**changed), own_style=True)
    assert says in broken


def test_style_is_not_asked_of_rows_of_ones_own() -> None:
    assert list(broken_promises(found(evaluate__metrics={}), own_style=False)) == []


@pytest.mark.parametrize(
    ("perplexity", "broken"),
    [
        ({"base": 50.0, "tuned": 25.0}, []),
        ({"base": 50.0, "tuned": 30.0}, ["perplexity: tuned 30.00, base 50.00"]),
        (None, ["perplexity wasn't measured"]),
    ],
)
def test_ones_own_model_halves_the_perplexity_of_its_base(
    perplexity: dict[str, float] | None, broken: list[str]
) -> None:
    metrics = {**found()["evaluate"]["metrics"], **({"perplexity": perplexity} if perplexity else {})}
    made = {**found(evaluate__metrics=metrics), "journey": "phi3-custom"}
    assert list(broken_promises(made, own_style=True)) == broken
    assert list(broken_promises(made, own_style=False)) == []
