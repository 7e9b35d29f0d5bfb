"""Both models asked and scored."""

from collections.abc import Sequence

import pytest

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.errors import UsageError
from jobs.domain.evaluation.answers import Answer
from jobs.domain.evaluation.safety import probes
from jobs.domain.job import Checkpoint
from jobs.domain.progress import MetricPoint
from jobs.domain.recipe import CommandTuning, Recipe
from jobs.services.evaluate import evaluate
from jobs.services.evaluated import Evaluated, kept_evaluation, verdict_on
from jobs.services.run import RunResult, run
from tests.jobs.cloud_in_memory import NOON, MemoryCloud
from tests.jobs.requests import request, shipped_recipe

PROBES = {probe.prompt for probe in probes()}


@pytest.fixture
def cloud() -> MemoryCloud:
    return MemoryCloud()


@pytest.fixture
def done(cloud: MemoryCloud) -> RunResult:
    return run(cloud, request())


def again(cloud: MemoryCloud, done: RunResult, recipe: Recipe, said: list[str] | None = None) -> Evaluated:
    tell = (said if said is not None else []).append
    return evaluate(cloud, recipe, done.job, done.data.questions, done.endpoints, tell)


def test_both_models_are_asked_all_questions_and_all_safety_probes(cloud: MemoryCloud, done: RunResult) -> None:
    asked = [text for text in cloud.chat.asked if text not in PROBES]
    assert len(asked) == 2 * 24
    assert len(cloud.chat.asked) - len(asked) == 2 * len(PROBES)
    assert len(done.evaluated.safety) == len(PROBES)


def test_probes_are_asked_under_the_system_prompt_of_the_questions(
    cloud: MemoryCloud, done: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []
    complete = cloud.chat.complete

    def listening(endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float) -> Answer:
        if messages[-1].content in PROBES:
            seen.append((messages[0].role, messages[0].content))
        return complete(endpoint, messages, max_tokens=max_tokens, temperature=temperature)

    monkeypatch.setattr(cloud.chat, "complete", listening)
    again(cloud, done, shipped_recipe("max_tokens=50"))
    assert set(seen) == {("system", done.data.questions[0].messages[0].content)}


def test_a_recipe_can_leave_the_safety_probes_out(cloud: MemoryCloud, done: RunResult) -> None:
    evaluated = again(cloud, done, shipped_recipe("safety_probes=false"))
    assert evaluated.safety == ()
    assert "safety_answered" not in evaluated.metrics
    assert "leaves the safety probes out" in evaluated.unmeasured["safety_answered"]


def test_what_was_evaluated_is_kept_and_not_asked_again_until_something_changes(
    cloud: MemoryCloud, done: RunResult
) -> None:
    before, said = len(cloud.chat.asked), list[str]()
    assert again(cloud, done, shipped_recipe(), said) == done.evaluated == kept_evaluation(cloud, done.job)
    assert len(cloud.chat.asked) == before
    assert said == ["24 questions: answered before"]
    again(cloud, done, shipped_recipe("max_tokens=50"))
    assert len(cloud.chat.asked) > before


def test_a_gate_can_change_without_asking_again(cloud: MemoryCloud, done: RunResult) -> None:
    before = len(cloud.chat.asked)
    strict = shipped_recipe("gate.floors.rouge_l=0.99")
    verdict = verdict_on(strict, again(cloud, done, strict))
    assert not verdict.passed
    assert "rouge_l" in verdict.reasons[0]
    assert len(cloud.chat.asked) == before


def test_what_cannot_be_known_is_said_with_its_reason(done: RunResult) -> None:
    assert "nobody has written down" in done.evaluated.unmeasured["price_per_answer"]
    assert "answer_tokens" in done.evaluated.unmeasured
    assert "perplexity" not in done.evaluated.unmeasured


def test_a_loss_on_pairs_is_told_as_no_perplexity(cloud: MemoryCloud, done: RunResult) -> None:
    pairs = shipped_recipe().model_copy(update={"tuning": CommandTuning(method="command", objective="dpo")})
    evaluated = evaluate(cloud, pairs, done.job, done.data.questions, done.endpoints, lambda _line: None, again=True)
    assert "perplexity" not in evaluated.metrics
    assert evaluated.unmeasured["perplexity"] == "the loss on pairs or labels isn't one of tokens"


def test_prices_of_the_recipe_are_counted_with_the_endpoints_tokens(
    cloud: MemoryCloud, done: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float) -> Answer:
        return Answer("Hey there! Shall we?", "weights", 0.1, prompt_tokens=1000, completion_tokens=100)

    monkeypatch.setattr(cloud.chat, "complete", counted)
    price = '{"input": 1, "output": 10, "source": "a price list, 2026-11"}'
    evaluated = again(cloud, done, shipped_recipe(f"base_price={price}", f"tuned_price={price}"))
    assert evaluated.metrics["price_per_answer"].tuned == pytest.approx(0.002)
    assert evaluated.metrics["answer_tokens"].base == 100


def test_a_filter_that_holds_everything_back_makes_answers_empty_and_probes_unanswered(
    cloud: MemoryCloud, done: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withheld(endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float) -> Answer:
        return Answer("", "", 0.1, withheld=True)

    monkeypatch.setattr(cloud.chat, "complete", withheld)
    metrics = again(cloud, done, shipped_recipe("max_tokens=50")).metrics
    assert metrics["safety_answered"].tuned == 0.0
    assert metrics["needless_refusals"].tuned > 0.5


def test_the_deployed_checkpoints_figures_count(
    cloud: MemoryCloud, done: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = [MetricPoint(0, NOON, 2.0), MetricPoint(5, NOON, 1.0), MetricPoint(10, NOON, 1.5)]
    training = [MetricPoint(step, NOON, 2.0 - step / 10) for step in range(11)]
    reported = {"loss": training, "eval_loss": losses}
    monkeypatch.setattr(cloud.runs, "metrics", lambda _name, keys: {key: reported.get(key, []) for key in keys})
    last = again(cloud, done, shipped_recipe("max_tokens=50"))
    assert last.metrics["perplexity"].tuned == pytest.approx(4.48, abs=0.01)
    assert verdict_on(shipped_recipe(), last).warnings, "the last weights are deployed, and worse than the best"
    checkpoint = Checkpoint(5, done.endpoints.tuned.model_id, 1.5, 1.0)
    monkeypatch.setattr(cloud.models, "checkpoints", lambda _job: [checkpoint])
    best = again(cloud, done, shipped_recipe("max_tokens=51"))
    assert best.metrics["perplexity"].tuned == pytest.approx(2.72, abs=0.01)
    assert verdict_on(shipped_recipe(), best).warnings == ()
    assert best.checkpoints == (checkpoint,)


def test_a_trainer_that_keeps_the_best_weights_is_believed(
    cloud: MemoryCloud, done: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = [MetricPoint(0, NOON, 2.0), MetricPoint(5, NOON, 1.0), MetricPoint(10, NOON, 1.5)]
    monkeypatch.setattr(cloud.runs, "metrics", lambda _name, keys: dict.fromkeys(keys, losses))
    monkeypatch.setattr(cloud.runs, "parameters", lambda _name: {"load_best_model_at_end": "True"})
    evaluated = again(cloud, done, shipped_recipe("max_tokens=50"))
    assert evaluated.metrics["perplexity"].tuned == pytest.approx(2.72, abs=0.01)


def test_a_judge_that_is_not_there_is_told_before_anything_is_asked(cloud: MemoryCloud, done: RunResult) -> None:
    before = len(cloud.chat.asked)
    recipe = shipped_recipe('judge={"deployment": "nobody", "rubric": "Kind and right."}')
    with pytest.raises(UsageError, match="no endpoint nobody to judge answers; there is"):
        again(cloud, done, recipe)
    assert len(cloud.chat.asked) == before


def test_a_judge_marks_both_and_is_asked_in_both_orders(
    cloud: MemoryCloud, done: RunResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.endpoints.create(EndpointSpec("judge", "eastus2", "azureml://judges/one", content_safety=True, tags={}))
    complete = cloud.chat.complete

    def judging(endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float) -> Answer:
        if endpoint.name != "judge":
            return complete(endpoint, messages, max_tokens=max_tokens, temperature=temperature)
        asked = messages[-1].content
        if "ANSWER A" not in asked:
            return Answer("5" if "Hey there!" in asked.split("ANSWER\n")[1] else "2", "judge", 0.1)
        return Answer("A" if asked.index("Hey there!") < asked.index("To pair") else "B", "judge", 0.1)

    monkeypatch.setattr(cloud.chat, "complete", judging)
    metrics = again(
        cloud, done, shipped_recipe('judge={"deployment": "judge", "rubric": "Be warm.", "maximum_rows": 4}')
    ).metrics
    assert (metrics["judge"].base, metrics["judge"].tuned) == (2.0, 5.0)
    assert (metrics["judge_prefers"].base, metrics["judge_prefers"].tuned) == (0.5, 1.0)


def test_a_judge_that_talks_instead_of_marking_is_left_out_and_said(cloud: MemoryCloud, done: RunResult) -> None:
    cloud.endpoints.create(EndpointSpec("judge", "eastus2", "azureml://judges/one", content_safety=True, tags={}))
    evaluated = again(cloud, done, shipped_recipe('judge={"deployment": "judge", "rubric": "Kind."}'))
    assert "judge" not in evaluated.metrics
    assert evaluated.unmeasured["judge"] == "judge gave no usable reply for 20 of 20 questions"
