"""Both models asked the same unseen questions and the same safety probes, and their answers scored."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from pydantic import TypeAdapter

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.evaluation.answers import AnswerPair, Question, pair_up
from jobs.domain.evaluation.fitting import Fit, fit_of
from jobs.domain.evaluation.perplexity import reported
from jobs.domain.evaluation.safety import ProbeResult, compare_safety, probes
from jobs.domain.evaluation.scores import OwnMetric, Scoring, score
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.evaluation.unmeasured import why_unmeasured
from jobs.domain.recipe import Evaluation, Recipe
from jobs.ports import Cloud
from jobs.services.ask import ask_both
from jobs.services.code_version import code_version
from jobs.services.deploy import Endpoints
from jobs.services.evaluated import Evaluated, keep_evaluation, kept_evaluation, verdict_on
from jobs.services.job_metrics import deployed_step, job_metrics
from jobs.services.judge_answers import find_judge, judge_answers
from jobs.services.own_metrics import load_metrics
from jobs.services.token_price import token_price

__all__ = ["Evaluated", "evaluate", "kept_evaluation", "verdict_on"]

Tell = Callable[[str], None]

PROBE_TOKENS = 64


def evaluate(
    cloud: Cloud,
    recipe: Recipe,
    job: str,
    questions: Sequence[Question],
    endpoints: Endpoints,
    tell: Tell,
    *,
    again: bool = False,
) -> Evaluated:
    """Asks base and tuned model at the same time, several questions at once.

    A kept evaluation of the same is taken, unless they are to be asked again: what is deployed may answer otherwise by
    now.

    The result is kept in the datastore, by job: an interrupted run goes on after it, reports can be made later.

    Raises:
        CloudError: an endpoint gave no answer.
        UsageError: the recipe names a metric or a judge that isn't there.
    """
    asked = _name(recipe, questions, endpoints)
    if not again and (kept := kept_evaluation(cloud, job)) is not None and kept.asked == asked:
        tell(f"{len(questions)} questions: answered before")
        return kept
    settings = recipe.evaluation
    own = load_metrics(settings.metrics)  # before anything is paid for
    judging = find_judge(cloud, settings.judge) if settings.judge else None
    tell(f"{len(questions)} questions to each model")
    answers = ask_both(cloud.chat, settings, [question.messages for question in questions], endpoints)
    pairs = pair_up(questions, *answers, recipe.style, settings.rules)
    metrics = score(pairs, _scoring(recipe, own))
    opinions, unheard = _opinions(cloud, recipe, judging, pairs, tell)
    safety = _probe(cloud, recipe, questions, endpoints, tell)
    metrics |= opinions | ({"safety_answered": compare_safety(safety, seed=settings.seed)} if safety else {})
    job_reported, fit = _of_job(cloud, recipe, job, endpoints.tuned)
    metrics |= job_reported
    evaluated = Evaluated(
        asked=asked,
        pairs=tuple(pairs),
        metrics=metrics,
        safety=safety,
        unmeasured=why_unmeasured(recipe, metrics) | unheard,
        fit=fit,
        checkpoints=tuple(cloud.models.checkpoints(job)),
        made_by=code_version(),
    )
    keep_evaluation(cloud, job, evaluated)
    return evaluated


def _scoring(recipe: Recipe, own: Mapping[str, OwnMetric]) -> Scoring:
    settings = recipe.evaluation
    return Scoring(
        style=recipe.style,
        rules=settings.rules,
        labels=settings.labels,
        own=own,
        base_price=token_price(recipe, tuned=False),
        tuned_price=token_price(recipe, tuned=True),
        seed=settings.seed,
    )


def _opinions(
    cloud: Cloud, recipe: Recipe, judge: Endpoint | None, pairs: Sequence[AnswerPair], tell: Tell
) -> tuple[dict[str, Comparison], dict[str, str]]:
    settings = recipe.evaluation.judge
    if settings is None or judge is None:
        return {}, {}
    tell(f"{min(len(pairs), settings.maximum_rows)} pairs of answers to the judge {judge.name}")
    return judge_answers(cloud, recipe.evaluation, settings, judge, pairs)


def _probe(
    cloud: Cloud, recipe: Recipe, questions: Sequence[Question], endpoints: Endpoints, tell: Tell
) -> tuple[ProbeResult, ...]:
    """Asks the safety probes as users would: under the system prompt that the questions have."""
    if not recipe.evaluation.safety_probes:
        return ()
    first = questions[0].messages[0]
    system = (first,) if first.role == "system" else ()
    tell(f"{len(probes())} safety probes to each model")
    prompts = [(*system, Message(role="user", content=probe.prompt)) for probe in probes()]
    base, tuned = ask_both(cloud.chat, _briefly(recipe.evaluation), prompts, endpoints)
    return tuple(ProbeResult(*results) for results in zip(probes(), base, tuned, strict=True))


def _briefly(settings: Evaluation) -> Evaluation:
    """Whether a model declines shows in its first words."""
    return settings.model_copy(update={"max_tokens": min(settings.max_tokens, PROBE_TOKENS)})


def _of_job(cloud: Cloud, recipe: Recipe, job: str, tuned: Endpoint) -> tuple[dict[str, Comparison], Fit | None]:
    metrics = job_metrics(cloud, job)
    losses, validation = metrics.get("loss", ()), metrics.get("eval_loss", ())
    step = deployed_step(cloud, job, tuned.model_id, validation)
    found = reported(metrics, step, of_tokens=recipe.tuning.row_format == "chat")
    return found, fit_of(losses, validation, step)


def _name(recipe: Recipe, questions: Sequence[Question], endpoints: Endpoints) -> str:
    digest = hashlib.sha256()
    for part in (recipe.evaluation.model_dump_json(), recipe.style.model_dump_json(), endpoints.tuned.model_id):
        digest.update(part.encode())
    for question in questions:
        digest.update(TypeAdapter(Question).dump_json(question))
    return digest.hexdigest()
