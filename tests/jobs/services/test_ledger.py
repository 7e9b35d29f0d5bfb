"""The ledger: records that many machines write and every machine reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.domain.errors import CloudError, UsageError
from jobs.domain.run_record import Attempt, RunRecord, run_of
from jobs.services.ledger import Ledger
from tests.jobs.cloud_in_memory import NOON, MemoryDatastore

RUN = "xbox-support-0123456789ab"


def record(run: str = RUN, hour: int = 0) -> RunRecord:
    attempt = Attempt(run, NOON + timedelta(hours=hour), "somebody")
    return RunRecord(run, {"name": "xbox-support"}, "1" * 64, "2" * 64, {}, "serverless", "s", "v", attempts=(attempt,))


def test_a_record_comes_back_as_it_was_written() -> None:
    ledger = Ledger(MemoryDatastore())
    assert ledger.claim(RUN, lambda _there: record()) == record()
    assert ledger.find(RUN) == ledger.find(f"{RUN}-2") == record()


@pytest.mark.parametrize("job", ["ftjob-1", "somebody-elses-job", "xbox-support-0123456789AB"])
def test_a_job_that_is_none_of_ours_has_no_record(job: str) -> None:
    assert run_of(job) is None
    assert Ledger(MemoryDatastore()).find(job) is None


def test_runs_are_listed_the_newest_first_and_other_documents_are_not_runs() -> None:
    ledger = Ledger(store := MemoryDatastore())
    names = [f"run-{digit * 12}" for digit in "abc"]
    for hour, name in zip((2, 3, 1), names, strict=True):
        ledger.claim(name, lambda _there, name=name, hour=hour: record(name, hour))  # type: ignore[misc]
    store.write(f"tunestack/runs/{names[0]}/evaluation.json", b"{}")
    assert [one.run for one in ledger.list()] == [names[1], names[0], names[2]]


def test_a_claim_is_lost_to_whoever_writes_between_reading_and_writing() -> None:
    ledger = Ledger(MemoryDatastore())

    def while_another_writes(_there: RunRecord | None) -> RunRecord:
        ledger.claim(RUN, lambda _: record(hour=1))
        return record(hour=2)

    assert ledger.claim(RUN, while_another_writes) is None
    assert ledger.find(RUN) == record(hour=1)


def test_a_note_is_made_on_top_of_what_others_have_noted_meanwhile() -> None:
    ledger = Ledger(MemoryDatastore())
    ledger.claim(RUN, lambda _there: record())
    raced: list[bool] = []

    def note(there: RunRecord) -> RunRecord:
        if not raced:
            raced.append(True)
            ledger.note(RUN, lambda one: replace(one, deployments=("base",)))
        return replace(there, passed=True)

    ledger.note(RUN, note)
    found = ledger.find(RUN)
    assert found is not None
    assert (found.deployments, found.passed) == (("base",), True)


def test_a_note_that_others_always_overtake_is_given_up_with_its_run_named() -> None:
    ledger, counter = Ledger(MemoryDatastore()), iter(range(1000))
    ledger.claim(RUN, lambda _there: record())

    def note(there: RunRecord) -> RunRecord:
        ledger.claim(RUN, lambda _: record(hour=next(counter) + 1))
        return replace(there, passed=True)

    with pytest.raises(CloudError, match=RUN):
        ledger.note(RUN, note)


def test_a_run_without_a_record_has_nothing_to_note() -> None:
    Ledger(store := MemoryDatastore()).note(RUN, lambda one: replace(one, passed=True))
    assert store.files == {}


def test_what_became_of_a_model_is_noted_with_where_its_evaluation_is() -> None:
    ledger = Ledger(MemoryDatastore())
    ledger.claim(RUN, lambda _there: record())
    ledger.note_outcome(f"{RUN}-2", deployments=("base", "tuned"), passed=True)
    found = ledger.find(RUN)
    assert found is not None
    assert found.deployments == ("base", "tuned")
    assert found.evaluation == f"tunestack/runs/{RUN}-2/evaluation.json"


def test_a_report_is_kept_where_every_machine_finds_it() -> None:
    ledger = Ledger(store := MemoryDatastore())
    ledger.claim(RUN, lambda _there: record())
    ledger.keep_report(f"{RUN}-2", "<!doctype html>ü")
    found = ledger.find(RUN)
    assert found is not None
    assert (store.read(found.report) or b"").decode() == "<!doctype html>ü"


def test_a_document_that_is_no_record_is_named_and_left_as_it_is() -> None:
    ledger = Ledger(store := MemoryDatastore())
    store.write(f"tunestack/runs/{RUN}/run.json", b'{"run": 1}')
    with pytest.raises(UsageError, match=f"tunestack/runs/{RUN}/run.json"):
        ledger.claim(RUN, lambda _there: record())
    assert store.files[f"tunestack/runs/{RUN}/run.json"] == b'{"run": 1}'
