"""Cores have to be there for all nodes; without, quota is asked for or training falls back to CPU."""

import pytest

from operations.checks.cores_left import cores_left
from operations.checks.facts import Usage
from operations.checks.finding import Finding, Pin
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned

GPU, CPU = "standardncadsa100v4family", "standardesv3family"


def gpu(limit: int, used: int = 0, **compute: object) -> Finding:
    facts = FakeFacts(cores_={GPU: Usage(used, limit), CPU: Usage(0, 100)})
    found = cores_left(planned("phi3-custom", compute=compute), facts)
    return next(each for each in found if each.setting == "compute.gpu_nodes")


def test_cores_for_all_nodes_are_fine() -> None:
    assert {each.verdict for each in cores_left(planned("phi3-custom"), FakeFacts())} == {"ok"}


def test_too_few_for_a_gpu_are_unknown_where_the_stack_asks_for_more() -> None:
    one = gpu(0)
    assert (one.verdict, one.cause, one.pins) == ("unknown", "quota", ())
    assert "`pulumi up` asks for what lacks" in one.fix


def test_too_few_for_a_gpu_are_refused_where_it_does_not() -> None:
    one = gpu(0, request_quota=False)
    assert (one.verdict, one.cause) == ("no", "quota")


@pytest.mark.parametrize(
    ("limit", "compute", "pins"),
    [
        (0, {"cpu_fallback": True}, (Pin("compute.gpu_nodes", 0),)),
        (0, {}, ()),
        (24, {"gpu_nodes": 2}, (Pin("compute.gpu_nodes", 1),)),
    ],
)
def test_as_many_nodes_as_fit_are_pinned_and_none_where_the_settings_allow_cpu(
    limit: int, compute: dict[str, object], pins: tuple[Pin, ...]
) -> None:
    assert gpu(limit, **compute).pins == pins


def test_cores_that_somebody_uses_at_the_moment_are_unknown() -> None:
    assert gpu(24, used=24).verdict == "unknown"


def test_too_few_for_cpus_are_refused_and_those_that_fit_pinned() -> None:
    facts = FakeFacts(cores_={GPU: Usage(0, 24), CPU: Usage(0, 20)})
    found = cores_left(planned("phi3-custom", compute={"cpu_nodes": 2}), facts)
    one = next(each for each in found if each.setting == "compute.cpu_nodes")
    assert (one.verdict, one.cause, one.pins) == ("no", "quota", (Pin("compute.cpu_nodes", 1),))


def test_what_can_not_be_looked_up_is_unknown() -> None:
    for facts in (FakeFacts(cores_=UNSEEN), FakeFacts(cores_={})):
        assert {each.verdict for each in cores_left(planned("phi3-custom"), facts)} == {"unknown"}
