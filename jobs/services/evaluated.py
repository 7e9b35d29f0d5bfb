"""What an evaluation found, kept in the project's storage by job, and whether it passes the gate."""

from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from jobs.domain.evaluation.answers import AnswerPair
from jobs.domain.evaluation.fitting import Fit
from jobs.domain.evaluation.gate import Verdict, judge
from jobs.domain.evaluation.safety import ProbeResult
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.job import Checkpoint
from jobs.domain.recipe import Recipe
from jobs.ports import Cloud

FOLDER = "tunestack/runs"


@dataclass(frozen=True)
class Evaluated:
    """What an evaluation found.

    Attributes:
        asked: names questions and settings; another evaluation with the same needn't be made.
        pairs: both models' answers.
        metrics: by name.
        safety: what both models made of the safety probes; none where the recipe asks for none.
        unmeasured: why a metric is missing, by name.
        fit: how the loss on validation rows went; none where the job didn't report it.
        checkpoints: what the job kept on the way that can be deployed.
        made_by: code and environment, by name.
    """

    asked: str
    pairs: tuple[AnswerPair, ...]
    metrics: dict[str, Comparison]
    safety: tuple[ProbeResult, ...] = ()
    unmeasured: dict[str, str] = field(default_factory=dict)
    fit: Fit | None = None
    checkpoints: tuple[Checkpoint, ...] = ()
    made_by: dict[str, str] = field(default_factory=dict)


_EVALUATED = TypeAdapter(Evaluated)


def keep_evaluation(cloud: Cloud, job: str, evaluated: Evaluated) -> None:
    """Keeps the evaluation of a job, over an earlier one."""
    cloud.datastore.write(_path(job), _EVALUATED.dump_json(evaluated))


def kept_evaluation(cloud: Cloud, job: str) -> Evaluated | None:
    """The last evaluation of a job; none where there is none, or it is of another version of this program."""
    content = cloud.datastore.read(_path(job))
    try:
        return None if content is None else _EVALUATED.validate_json(content)
    except ValidationError:
        return None


def verdict_on(recipe: Recipe, evaluated: Evaluated) -> Verdict:
    """Whether what was evaluated passes the recipe's gate."""
    return judge(recipe.gate, evaluated.metrics, evaluated.fit)


def _path(job: str) -> str:
    return f"{FOLDER}/{job}/evaluation.json"
